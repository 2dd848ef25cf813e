/** The shapes in which the demo's content is written down. */

export type Topic =
  | 'cycling'
  | 'bread'
  | 'trains'
  | 'software'
  | 'gardens'
  | 'astronomy'
  | 'football'
  | 'cooking'
  | 'city'
  | 'books'
  | 'birds'
  | 'sea'

export interface Person {
  readonly username: string
  readonly name: string
  readonly bio: string
  /** What they post in, unless a post says otherwise. */
  readonly language: string
  /** Whose posts they follow, favourite and boost. */
  readonly topics: readonly Topic[]
  readonly fields?: readonly (readonly [name: string, value: string])[]
  readonly bot?: boolean
}

export type Scene = 'hills' | 'night' | 'sea' | 'moon' | 'meadow' | 'loaf' | 'city' | 'line' | 'bars' | 'route'

export interface DemoPicture {
  readonly scene: Scene
  readonly alt: string
}

export interface Reply {
  readonly by: string
  /** Minutes after what it replies to. */
  readonly after: number
  /** Replies to somebody begin with their @name; it is put there. */
  readonly text: string
  readonly language?: string
  readonly warning?: string
  readonly pictures?: readonly DemoPicture[]
  /** How well it was liked: 0 not at all, 1 as usual, 3 very. */
  readonly heat?: number
  readonly replies?: readonly Reply[]
}

export interface Thread extends Omit<Reply, 'after'> {
  /** Hours before now. */
  readonly ago: number
  readonly visibility?: 'public' | 'unlisted' | 'private'
  /** On the author's profile. */
  readonly pinned?: boolean
}

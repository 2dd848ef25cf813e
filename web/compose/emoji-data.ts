/** All emojis with their names and words to find them by: large, so loaded only when somebody looks for one. */
import type { CustomEmoji } from '../../server/emojis/schema.ts'
import { get } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { language } from '../messages/index.ts'

interface Compact {
  readonly unicode: string
  readonly label: string
  readonly group?: number
  readonly tags?: readonly string[]
  readonly skins?: readonly Compact[]
}
export interface Emoji {
  /** What stands in the text: the emoji, or `:shortcode:`. */
  readonly text: string
  readonly label: string
  readonly group: number
  /** Everything it is found by, in lower case. */
  readonly words: readonly string[]
  /** In the five tones of skin, where it has them. */
  readonly tones: readonly string[]
  readonly custom: CustomEmoji | null
}

// There is no Persian data; its readers find emojis by their English names.
const load = {
  en: () => import('emojibase-data/en/compact.json', { with: { type: 'json' } }),
  de: () => import('emojibase-data/de/compact.json', { with: { type: 'json' } }),
}
/** People's parts of skin and hair are no emojis of their own. */
const COMPONENTS = 2

let loaded: Promise<readonly Emoji[]> | null = null
export function unicodeEmojis(): Promise<readonly Emoji[]> {
  loaded ??= (load[language as keyof typeof load] ?? load.en)().then(({ default: list }) =>
    (list as unknown as readonly Compact[])
      .filter(({ group }) => group !== undefined && group !== COMPONENTS)
      .map(({ unicode, label, group, tags = [], skins = [] }) => ({
        text: unicode,
        label,
        group: group!,
        words: [label, ...label.split(/[\s:,-]+/), ...tags].map((word) => word.toLowerCase()),
        // Two people may differ in their tones; those of one tone come first in each five.
        tones: skins.length === 5 ? skins.map((skin) => skin.unicode) : [],
        custom: null,
      })),
  )
  return loaded
}

export const customEmojis = (): Promise<readonly CustomEmoji[]> =>
  queryClient.fetchQuery({
    queryKey: ['custom-emojis'],
    queryFn: () => get<CustomEmoji[]>('/api/v1/custom_emojis'),
    staleTime: 5 * 60_000,
  })

export const asEmoji = (custom: CustomEmoji): Emoji => ({
  text: `:${custom.shortcode}:`,
  label: custom.shortcode,
  group: -1,
  words: [custom.shortcode.toLowerCase(), ...custom.shortcode.toLowerCase().split('_')],
  tones: [],
  custom,
})

/** Those that a word begins with what was typed: whole words first, then by their usual order. */
export function findEmojis(list: readonly Emoji[], typed: string, most: number): Emoji[] {
  const query = typed.trim().toLowerCase().replaceAll('_', ' ')
  if (!query) return []
  const ranked: [number, Emoji][] = []
  for (const emoji of list) {
    const rank = emoji.words.includes(query)
      ? emoji.words[0] === query
        ? 0
        : 1
      : emoji.words.some((word) => word.startsWith(query))
        ? 2
        : -1
    if (rank >= 0) ranked.push([rank, emoji])
  }
  return ranked
    .sort(([a], [b]) => a - b)
    .slice(0, most)
    .map(([, emoji]) => emoji)
}

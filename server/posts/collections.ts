import Type, { type Static } from 'typebox'
import type { App } from '../app.ts'
import { question } from '../signals/index.ts'
import { scan } from './text/index.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Mastodon's CollectionItem. Only those that are in force are ever shown; a revoked one is gone for everybody. */
export const CollectionItem = Type.Object({
  id: Type.String(),
  account_id: Type.String(),
  state: Type.Literal('accepted'),
  created_at: Type.String(),
})
export type CollectionItem = Static<typeof CollectionItem>

/** Mastodon's Collection. */
export const Collection = Type.Object({
  id: Type.String(),
  account_id: Type.String(),
  uri: Type.String(),
  url: Nullable(Type.String()),
  name: Type.String(),
  description: Type.String(),
  language: Nullable(Type.String()),
  local: Type.Boolean(),
  sensitive: Type.Boolean(),
  discoverable: Type.Boolean(),
  tag: Nullable(Type.Object({ name: Type.String(), url: Type.String() })),
  item_count: Type.Integer(),
  items: Type.Array(CollectionItem),
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type Collection = Static<typeof Collection>

/** Collections stand above posts, and posts that link to some show them: their shape is here, and they are asked for. */
export const linkedCollections = question<{ ids: readonly number[]; viewerId: number | null }, Collection[]>(
  'posts.linked-collections',
  'Collections that posts link to, as far as the viewer may see them.',
)

/** The collections of this network that a text links to, by id. */
export function collectionIdsIn(app: App, text: string): number[] {
  if (!text.includes('/collections/')) return []
  const ids = new Set<number>()
  for (const entity of scan(text)) {
    if (entity.type !== 'link' || !entity.url.startsWith(`${app.config.url}/`)) continue
    const id = /^\/(?:ap\/\d+\/)?collections\/(\d{1,16})$/.exec(entity.url.slice(app.config.url.length))?.[1]
    if (id) ids.add(Number(id))
  }
  return [...ids]
}

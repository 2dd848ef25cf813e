import Type, { type Static } from 'typebox'
import { Account } from '../accounts/index.ts'
import { Flag, Limit } from '../http/index.ts'

const Source = Type.Union([
  Type.Literal('friends_of_friends'),
  Type.Literal('similar_to_recently_followed'),
  Type.Literal('most_followed'),
  Type.Literal('most_interactions'),
])
export type Source = Static<typeof Source>

/** Mastodon's Suggestion; `source` is its older word for the first of the sources. */
export const Suggestion = Type.Object({
  source: Type.Union([Type.Literal('past_interactions'), Type.Literal('global')]),
  sources: Type.Array(Source),
  account: Account,
})
export type Suggestion = Static<typeof Suggestion>

export const SuggestionsQuery = Type.Object({ limit: Limit(40, 80) })

export const DirectoryQuery = Type.Object({
  offset: Type.Integer({ minimum: 0, maximum: 10_000, default: 0, clamp: true }),
  limit: Limit(40, 80),
  order: Type.Union([Type.Literal('active'), Type.Literal('new')], { default: 'active' }),
  local: Type.Optional(Flag),
})
export type DirectoryQuery = Static<typeof DirectoryQuery>

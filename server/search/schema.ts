import Type, { type Static } from 'typebox'
import { Account } from '../accounts/index.ts'
import { Collection } from '../collections/index.ts'
import { Flag, Id, Limit } from '../http/index.ts'
import { Status } from '../posts/index.ts'
import { Tag } from '../tags/index.ts'

export const SearchType = Type.Union([
  Type.Literal('accounts'),
  Type.Literal('hashtags'),
  Type.Literal('statuses'),
  Type.Literal('collections'),
])
export type SearchType = Static<typeof SearchType>

export const SearchQuery = Type.Object({
  q: Type.String({ maxLength: 2000 }),
  type: Type.Optional(SearchType),
  /** There is no other server to ask, so what is not here stays unknown. */
  resolve: Type.Optional(Flag),
  following: Type.Optional(Flag),
  account_id: Type.Optional(Id),
  exclude_unreviewed: Type.Optional(Flag),
  max_id: Type.Optional(Id),
  min_id: Type.Optional(Id),
  limit: Limit(20, 40),
  offset: Type.Integer({ minimum: 0, maximum: 4000, default: 0, clamp: true }),
})
export type SearchQuery = Static<typeof SearchQuery>

/** Mastodon's Search. */
export const Search = Type.Object({
  accounts: Type.Array(Account),
  statuses: Type.Array(Status),
  hashtags: Type.Array(Tag),
  collections: Type.Array(Collection),
})
export type Search = Static<typeof Search>

/** As version 1 has it: of hashtags only the names, and no collections. */
export const V1Search = Type.Object({
  accounts: Type.Array(Account),
  statuses: Type.Array(Status),
  hashtags: Type.Array(Type.String()),
})
export type V1Search = Static<typeof V1Search>

import Type, { type Static } from 'typebox'
import { Account } from '../accounts/index.ts'
import { Limit } from '../http/index.ts'
import { Status } from '../posts/index.ts'
import { Tag } from '../tags/index.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** seen: a post in a list. opened: a post by itself. profile: somebody's profile. tag: the timeline of a hashtag. */
export const HistoryKind = Type.Union([
  Type.Literal('seen'),
  Type.Literal('opened'),
  Type.Literal('profile'),
  Type.Literal('tag'),
])
export type HistoryKind = Static<typeof HistoryKind>

/** `<milliseconds>-<kind>-<id or tag>`. */
const EntryId = Type.String({ pattern: '^[0-9]{13}-(?:seen|opened|profile|tag)-.{1,200}$', description: 'An entry' })
export const EntryParams = Type.Object({ id: EntryId })

export const HistoryQuery = Type.Object({
  kinds: Type.Array(HistoryKind, { maxItems: 4, default: [], description: 'Only these; none: all' }),
  max_id: Type.Optional(EntryId),
  limit: Limit(20, 40),
})
export type HistoryQuery = Static<typeof HistoryQuery>

/** What somebody saw, once for each day (UTC), with the last time of that day. One of the last three is not null. */
export const HistoryEntry = Type.Object({
  id: Type.String(),
  kind: HistoryKind,
  at: Type.String(),
  status: Nullable(Status),
  account: Nullable(Account),
  tag: Nullable(Tag),
})
export type HistoryEntry = Static<typeof HistoryEntry>

const Moment = Type.Optional(
  Type.String({
    pattern:
      '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,3})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})$',
    description: 'A moment, as in 2026-11-22T00:00:00Z',
  }),
)
/** A stretch that is erased, both ends included; all, when neither is given. */
export const EraseQuery = Type.Object({ from: Moment, until: Moment })
export type EraseQuery = Static<typeof EraseQuery>

export const HistorySettings = Type.Object({
  /** Nothing is recorded. What was recorded before stays until it is erased. */
  paused: Type.Boolean(),
  /** For how long entries are kept. */
  kept_days: Type.Integer(),
  /** For how long the files of requests are kept, from which they are taken. */
  files_kept_days: Type.Integer(),
})
export type HistorySettings = Static<typeof HistorySettings>

export const ChangeHistorySettings = Type.Object({ paused: Type.Boolean() })

import Type, { type Static } from 'typebox'
import { Id } from '../http/index.ts'

/** Which replies to others a list shows: to anybody whom its owner follows, to people in the list, or none. */
export const RepliesPolicy = Type.Union([Type.Literal('followed'), Type.Literal('list'), Type.Literal('none')])
export type RepliesPolicy = Static<typeof RepliesPolicy>

/** Mastodon's List. */
export const List = Type.Object({
  id: Type.String(),
  title: Type.String(),
  replies_policy: RepliesPolicy,
  /** Whether the people in it are left out of the home timeline. */
  exclusive: Type.Boolean(),
})
export type List = Static<typeof List>

const settings = { replies_policy: Type.Optional(RepliesPolicy), exclusive: Type.Optional(Type.Boolean()) }
/** How long a title may be is said by the verbs, in words. */
const title = Type.String({ maxLength: 10_000 })

export const CreateList = Type.Object({ title, ...settings })
export type CreateList = Static<typeof CreateList>

/** What is absent stays as it is. */
export const ChangeList = Type.Object({ title: Type.Optional(title), ...settings })
export type ChangeList = Static<typeof ChangeList>

const accountIds = Type.Array(Id, { maxItems: 1000 })
export const MembersBody = Type.Object({ account_ids: accountIds })
/** A deletion may name them in the address, since not every client sends a body with one. */
export const SomeMembers = Type.Object({ account_ids: Type.Optional(accountIds) })

import Type, { type Static } from 'typebox'
import { Account } from '../accounts/index.ts'
import { Status } from '../posts/index.ts'

/** Mastodon's Conversation. */
export const Conversation = Type.Object({
  id: Type.String(),
  unread: Type.Boolean(),
  /** Those who take part beside the viewer; the viewer, when nobody does. */
  accounts: Type.Array(Account),
  /** null when the viewer may not see it any more (its author is suspended, or blocks them). */
  last_status: Type.Union([Status, Type.Null()]),
})
export type Conversation = Static<typeof Conversation>

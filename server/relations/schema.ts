import Type, { type Static } from 'typebox'
import { Account } from '../accounts/index.ts'
import { Flag, Id } from '../http/index.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Mastodon's Relationship: how the viewer stands to an account. */
export const Relationship = Type.Object({
  id: Type.String(),
  following: Type.Boolean(),
  showing_reblogs: Type.Boolean(),
  notifying: Type.Boolean(),
  languages: Nullable(Type.Array(Type.String())),
  followed_by: Type.Boolean(),
  blocking: Type.Boolean(),
  blocked_by: Type.Boolean(),
  muting: Type.Boolean(),
  muting_notifications: Type.Boolean(),
  muting_expires_at: Nullable(Type.String()),
  requested: Type.Boolean(),
  requested_by: Type.Boolean(),
  domain_blocking: Type.Boolean(),
  endorsed: Type.Boolean(),
  note: Type.String(),
})
export type Relationship = Static<typeof Relationship>

export const RelationshipsQuery = Type.Object({
  id: Type.Array(Id, { description: 'Accounts to ask about; unknown ones are left out of the answer', default: [] }),
  with_suspended: Type.Optional(Flag),
})

/** What is not given stays as it is when the follow holds already. */
export const FollowBody = Type.Object({
  reblogs: Type.Optional(Type.Boolean({ description: 'Show their boosts too (true at first)' })),
  notify: Type.Optional(Type.Boolean({ description: 'Be notified when they post (false at first)' })),
  languages: Type.Optional(
    Type.Array(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }), {
      maxItems: 100,
      description: 'Only posts in these languages (ISO 639); an empty list stands for all',
    }),
  ),
})
export type FollowBody = Static<typeof FollowBody>

const A_CENTURY_SECONDS = 3_155_760_000

export const MuteBody = Type.Object({
  notifications: Type.Boolean({ default: true, description: 'Their notifications too' }),
  duration: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: A_CENTURY_SECONDS,
    clamp: true,
    description: 'Seconds after which the mute ends by itself; 0: never',
  }),
})
export type MuteBody = Static<typeof MuteBody>

/** Mastodon's MutedAccount. */
export const MutedAccount = Type.Intersect([Account, Type.Object({ mute_expires_at: Nullable(Type.String()) })])
export type MutedAccount = Static<typeof MutedAccount>

/** Mastodon's FamiliarFollowers. */
export const FamiliarFollowers = Type.Object({ id: Type.String(), accounts: Type.Array(Account) })
export type FamiliarFollowers = Static<typeof FamiliarFollowers>

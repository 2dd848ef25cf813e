import Type, { type Static } from 'typebox'
import { Flag } from '../http/index.ts'
import { NOTIFICATION_TYPES, type NotificationType } from '../notifications/index.ts'

const perType = <T extends Type.TSchema>(schema: T): Record<NotificationType, T> =>
  Object.fromEntries(NOTIFICATION_TYPES.map((type) => [type, schema])) as Record<NotificationType, T>

/** From whom: everybody, whom one follows, who follows one, nobody. */
export const PushPolicy = Type.Union([
  Type.Literal('all'),
  Type.Literal('followed'),
  Type.Literal('follower'),
  Type.Literal('none'),
])
export type PushPolicy = Static<typeof PushPolicy>

const data = Type.Optional(
  Type.Object({
    alerts: Type.Optional(Type.Object(perType(Type.Optional(Flag)))),
    policy: Type.Optional(PushPolicy),
  }),
)

export const Subscribe = Type.Object({
  subscription: Type.Object({
    endpoint: Type.String({ minLength: 1, maxLength: 4096 }),
    keys: Type.Object({
      p256dh: Type.String({ maxLength: 200, description: 'A point of P-256, uncompressed, in base64url' }),
      auth: Type.String({ maxLength: 200, description: '16 random bytes in base64url' }),
    }),
    standard: Type.Optional(Flag),
  }),
  data,
})
export type Subscribe = Static<typeof Subscribe>

/** Apps put the policy within `data` or beside it. */
export const Resubscribe = Type.Object({ data, policy: Type.Optional(PushPolicy) })
export type Resubscribe = Static<typeof Resubscribe>

/** Mastodon's WebPushSubscription. */
export const Subscription = Type.Object({
  /** A number, as Mastodon sends it: apps read it as one of 32 bits. */
  id: Type.Integer(),
  endpoint: Type.String(),
  standard: Type.Boolean(),
  alerts: Type.Object(perType(Type.Boolean())),
  policy: PushPolicy,
  server_key: Type.String(),
})
export type Subscription = Static<typeof Subscription>

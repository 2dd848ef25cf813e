import Type, { type Static } from 'typebox'
import { CsrfField, Flag } from '../http/index.ts'
import { type KindName, kindNames } from './kinds.ts'

const Notify = Type.Union([Type.Literal('away'), Type.Literal('always'), Type.Literal('never')], {
  description: 'Whether notifications are mailed: while you are not here, always, or never',
})
const Period = Type.Union([Type.Literal('never'), Type.Literal('daily'), Type.Literal('weekly')], {
  description: 'How often you get what you missed in one mail',
})
const each = <T extends Type.TSchema>(schema: T) =>
  Object.fromEntries(kindNames.map((name) => [name, schema])) as Record<KindName, T>

/** Ours: what somebody wants by mail. */
export const MailSettings = Type.Object({
  notify: Notify,
  /** Kinds of notifications, and whether they are mailed. */
  kinds: Type.Object(each(Type.Boolean())),
  digest: Period,
  /** Why mails do not reach you: your address bounces, or somebody complained or unsubscribed there. */
  suppressed: Type.Union([
    Type.Literal('bounced'),
    Type.Literal('complained'),
    Type.Literal('unsubscribed'),
    Type.Null(),
  ]),
})
export type MailSettings = Static<typeof MailSettings>

export const ChangeMailSettings = Type.Object({
  notify: Type.Optional(Notify),
  kinds: Type.Optional(Type.Object(each(Type.Optional(Flag)))),
  digest: Type.Optional(Period),
})
export type ChangeMailSettings = Static<typeof ChangeMailSettings>

/** The page's form: a box that is not ticked is not sent. */
export const SettingsForm = Type.Object({ csrf: CsrfField, ...ChangeMailSettings.properties })
export type SettingsForm = Static<typeof SettingsForm>

export const UnsubscribeParams = Type.Object({ token: Type.String({ maxLength: 200 }) })
/** RFC 8058 sends `List-Unsubscribe=One-Click`, and nothing hangs on it; `all` is the page's second button. */
export const UnsubscribeForm = Type.Object({ all: Type.Optional(Flag) })

import Type, { type Static } from 'typebox'
import { Account } from '../accounts/index.ts'
import { Id, PageQuery } from '../http/index.ts'

export const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** One of several words. */
const word = <const T extends string[]>(...words: T) =>
  Type.Union(words.map((one) => Type.Literal(one))) as unknown as Type.TUnsafe<T[number]>

const Translations = Type.Object(
  {},
  { additionalProperties: Type.Object({ text: Type.String(), hint: Type.String({ default: '' }) }) },
) as unknown as Type.TUnsafe<Record<string, { text: string; hint: string }>>

/** Mastodon's Rule. */
export const Rule = Type.Object({
  id: Type.String(),
  text: Type.String(),
  hint: Type.String(),
  translations: Translations,
})
export type Rule = Static<typeof Rule>

export const AdminRule = Type.Object({ ...Rule.properties, position: Type.Integer() })
export type AdminRule = Static<typeof AdminRule>

const ruleText = Type.String({ minLength: 1, maxLength: 300 })
const ruleFields = {
  hint: Type.Optional(Type.String({ maxLength: 1000 })),
  position: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  translations: Type.Optional(Translations),
}
export const NewRule = Type.Object({ text: ruleText, ...ruleFields })
export const ChangedRule = Type.Object({ text: Type.Optional(ruleText), ...ruleFields })

export const WarningPreset = Type.Object({ id: Type.String(), title: Type.String(), text: Type.String() })
const title = Type.Optional(Type.String({ maxLength: 100 }))
const presetText = Type.String({ minLength: 1, maxLength: 5000 })
export const NewPreset = Type.Object({ title, text: presetText })
export const ChangedPreset = Type.Object({ title, text: Type.Optional(presetText) })

export const ReportCategory = word('spam', 'legal', 'violation', 'other')
export type ReportCategory = Static<typeof ReportCategory>

const ids = (most: number) => Type.Optional(Type.Array(Id, { maxItems: most }))

export const NewReport = Type.Object({
  account_id: Id,
  status_ids: ids(100),
  comment: Type.Optional(Type.String()),
  forward: Type.Optional(Type.Boolean()),
  category: Type.Optional(ReportCategory),
  rule_ids: ids(100),
  collection_ids: ids(100),
})
export type NewReport = Static<typeof NewReport>

/** Mastodon's Report. */
export const Report = Type.Object({
  id: Type.String(),
  action_taken: Type.Boolean(),
  action_taken_at: Nullable(Type.String()),
  category: ReportCategory,
  comment: Type.String(),
  forwarded: Type.Boolean(),
  created_at: Type.String(),
  status_ids: Type.Array(Type.String()),
  rule_ids: Type.Array(Type.String()),
  collection_ids: Type.Array(Type.String()),
  target_account: Account,
})
export type Report = Static<typeof Report>

export const Strike = word(
  'none',
  'disable',
  'mark_statuses_as_sensitive',
  'delete_statuses',
  'sensitive',
  'silence',
  'suspend',
)

/** Mastodon's AccountWarning. There are no appeals yet. */
export const AccountWarning = Type.Object({
  id: Type.String(),
  action: Strike,
  text: Type.String(),
  status_ids: Type.Array(Type.String()),
  target_account: Account,
  appeal: Type.Null(),
  created_at: Type.String(),
})
export type AccountWarning = Static<typeof AccountWarning>

export const AuditEntry = Type.Object({
  id: Type.String(),
  site: Type.Integer(),
  sequence: Type.Integer(),
  created_at: Type.String(),
  account: Nullable(Account),
  action: Type.String(),
  target_type: Type.String(),
  target_id: Nullable(Type.String()),
  details: Type.Object({}, { additionalProperties: true }),
  hash: Type.String(),
})

export const AuditQuery = Type.Object({
  ...PageQuery(40, 200).properties,
  account_id: Type.Optional(Id),
  action: Type.Optional(Type.String({ maxLength: 100 })),
  target_type: Type.Optional(Type.String({ maxLength: 100 })),
  target_id: Type.Optional(Id),
})

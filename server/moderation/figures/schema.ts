import Type, { type Static } from 'typebox'
import { Nullable } from '../schema.ts'

const word = <const T extends readonly string[]>(words: T) =>
  Type.Union(words.map((one) => Type.Literal(one))) as unknown as Type.TUnsafe<T[number]>

/** A day or a moment, as in `2026-11-22` or `2026-11-22T10:00:00Z`. */
const Moment = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}', maxLength: 40 })
const ofTag = Type.Optional(Type.Object({ id: Type.Optional(Type.String({ maxLength: 300 })) }))
const ofNetwork = Type.Optional(Type.Object({ domain: Type.Optional(Type.String({ maxLength: 300 })) }))

export const measureKeys = [
  'active_users',
  'new_users',
  'interactions',
  'opened_reports',
  'resolved_reports',
  'tag_accounts',
  'tag_uses',
  'tag_servers',
  'instance_accounts',
  'instance_media_attachments',
  'instance_reports',
  'instance_statuses',
  'instance_follows',
  'instance_followers',
] as const
export type MeasureKey = (typeof measureKeys)[number]

export const MeasuresWanted = Type.Object({
  keys: Type.Array(word(measureKeys), { maxItems: 30 }),
  start_at: Moment,
  end_at: Moment,
  tag_accounts: ofTag,
  tag_uses: ofTag,
  tag_servers: ofTag,
  instance_accounts: ofNetwork,
  instance_media_attachments: ofNetwork,
  instance_reports: ofNetwork,
  instance_statuses: ofNetwork,
  instance_follows: ofNetwork,
  instance_followers: ofNetwork,
})
export type MeasuresWanted = Static<typeof MeasuresWanted>

export const Measure = Type.Object({
  key: Type.String(),
  unit: Nullable(Type.String()),
  total: Type.String(),
  human_value: Type.Optional(Type.String()),
  previous_total: Type.Optional(Type.String()),
  data: Type.Array(Type.Object({ date: Type.String(), value: Type.String() })),
})
export type Measure = Static<typeof Measure>

export const dimensionKeys = [
  'languages',
  'sources',
  'servers',
  'space_usage',
  'software_versions',
  'tag_servers',
  'tag_languages',
  'instance_accounts',
  'instance_languages',
] as const
export type DimensionKey = (typeof dimensionKeys)[number]

export const DimensionsWanted = Type.Object({
  keys: Type.Array(word(dimensionKeys), { maxItems: 30 }),
  start_at: Type.Optional(Moment),
  end_at: Type.Optional(Moment),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 10, clamp: true }),
  tag_servers: ofTag,
  tag_languages: ofTag,
  instance_accounts: ofNetwork,
  instance_languages: ofNetwork,
})
export type DimensionsWanted = Static<typeof DimensionsWanted>

export const Dimension = Type.Object({
  key: Type.String(),
  data: Type.Array(
    Type.Object({
      key: Type.String(),
      human_key: Type.String(),
      value: Type.String(),
      unit: Type.Optional(Type.String()),
      human_value: Type.Optional(Type.String()),
    }),
  ),
})
export type Dimension = Static<typeof Dimension>

export const RetentionWanted = Type.Object({
  start_at: Moment,
  end_at: Moment,
  frequency: word(['day', 'month'] as const),
})
export type RetentionWanted = Static<typeof RetentionWanted>

export const Cohort = Type.Object({
  period: Type.String(),
  frequency: word(['day', 'month'] as const),
  data: Type.Array(Type.Object({ date: Type.String(), rate: Type.Number(), value: Type.String() })),
})
export type Cohort = Static<typeof Cohort>

import Type, { type Static } from 'typebox'
import { Flag, Id } from '../http/index.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const FilterContext = Type.Union([
  Type.Literal('home'),
  Type.Literal('notifications'),
  Type.Literal('public'),
  Type.Literal('thread'),
  Type.Literal('account'),
])
export type FilterContext = Static<typeof FilterContext>

export const FilterAction = Type.Union([Type.Literal('warn'), Type.Literal('hide'), Type.Literal('blur')])
export type FilterAction = Static<typeof FilterAction>

const filterFields = {
  id: Type.String(),
  title: Type.String(),
  context: Type.Array(FilterContext),
  expires_at: Nullable(Type.String()),
  filter_action: FilterAction,
}

/** Mastodon's FilterResult: a filter that a post matched, and by what. */
export const FilterResult = Type.Object({
  filter: Type.Object(filterFields),
  /** The keywords of the filter that were found. */
  keyword_matches: Nullable(Type.Array(Type.String())),
  /** The post itself, when the filter names it. */
  status_matches: Nullable(Type.Array(Type.String())),
})
export type FilterResult = Static<typeof FilterResult>

export const FilterKeyword = Type.Object({ id: Type.String(), keyword: Type.String(), whole_word: Type.Boolean() })
export const FilterStatus = Type.Object({ id: Type.String(), status_id: Type.String() })

/** Mastodon's Filter (version 2). */
export const Filter = Type.Object({
  ...filterFields,
  keywords: Type.Array(FilterKeyword),
  statuses: Type.Array(FilterStatus),
})
export type Filter = Static<typeof Filter>

/** Mastodon's V1::Filter: one keyword, by whose id it goes. */
export const V1Filter = Type.Object({
  id: Type.String(),
  phrase: Type.String(),
  context: Type.Array(FilterContext),
  whole_word: Type.Boolean(),
  expires_at: Nullable(Type.String()),
  irreversible: Type.Boolean(),
})
export type V1Filter = Static<typeof V1Filter>

const word = Type.String({ maxLength: 1000 })
const contexts = Type.Array(Type.String({ maxLength: 50 }), { maxItems: 20 })
/** Seconds; null or an empty text: for ever. */
const expiresIn = Type.Optional(Type.Union([Type.Integer(), Type.Null(), Type.String({ maxLength: 20 })]))

export const KeywordBody = Type.Object({ keyword: word, whole_word: Type.Optional(Flag) })
export type KeywordBody = Static<typeof KeywordBody>

const KeywordAttributes = Type.Object({
  id: Type.Optional(Id),
  keyword: Type.Optional(word),
  whole_word: Type.Optional(Flag),
  _destroy: Type.Optional(Flag),
})

export const FilterBody = Type.Object({
  title: Type.Optional(Type.String({ maxLength: 1000 })),
  context: Type.Optional(contexts),
  filter_action: Type.Optional(FilterAction),
  expires_in: expiresIn,
  keywords_attributes: Type.Optional(Type.Array(KeywordAttributes, { maxItems: 1000 })),
})
export type FilterBody = Static<typeof FilterBody>

export const StatusBody = Type.Object({ status_id: Id })

export const V1FilterBody = Type.Object({
  phrase: Type.Optional(word),
  context: Type.Optional(contexts),
  irreversible: Type.Optional(Flag),
  whole_word: Type.Optional(Flag),
  expires_in: expiresIn,
})
export type V1FilterBody = Static<typeof V1FilterBody>

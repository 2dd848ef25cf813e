import Type, { type Static } from 'typebox'

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

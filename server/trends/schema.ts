import Type, { type Static } from 'typebox'
import { PreviewCard } from '../cards/index.ts'
import { Limit, PageQuery } from '../http/index.ts'
import { Status } from '../posts/index.ts'
import { Tag } from '../tags/index.ts'

export const TrendsQuery = (fallback: number, most: number) =>
  Type.Object({
    limit: Limit(fallback, most),
    offset: Type.Integer({ minimum: 0, maximum: 10_000, default: 0, clamp: true }),
  })
export type TrendsQuery = Static<ReturnType<typeof TrendsQuery>>

const TrendsLinkFields = {
  ...PreviewCard.properties,
  /** Seven days, today first; `day` is its midnight (UTC) in seconds since 1970. */
  history: Type.Array(Type.Object({ day: Type.String(), uses: Type.String(), accounts: Type.String() })),
}
/** Mastodon's Trends::Link. */
export const TrendsLink = Type.Object(TrendsLinkFields)
export type TrendsLink = Static<typeof TrendsLink>

export const LinkTimelineQuery = Type.Object({ url: Type.String({ maxLength: 4096 }), ...PageQuery(20, 40).properties })
export type LinkTimelineQuery = Static<typeof LinkTimelineQuery>

const review = {
  /** Nobody has decided about it yet. */
  requires_review: Type.Boolean(),
}

/** Mastodon's Admin::Tag. */
export const AdminTag = Type.Object({
  ...Tag.properties,
  ...review,
  trendable: Type.Boolean(),
  usable: Type.Boolean(),
})
export type AdminTag = Static<typeof AdminTag>

/** A Status as those see it who decide whether it may trend. */
export const AdminTrendStatus = Type.Object({ ...Status.properties, ...review })
export type AdminTrendStatus = Static<typeof AdminTrendStatus>

/** Mastodon's Admin::Trends::Link. */
export const AdminTrendsLink = Type.Object({ ...TrendsLinkFields, ...review, id: Type.String() })
export type AdminTrendsLink = Static<typeof AdminTrendsLink>

/** Mastodon's Admin::Trends::Links::PreviewCardProvider: a host whose pages are linked. */
export const Publisher = Type.Object({
  ...review,
  id: Type.String(),
  domain: Type.String(),
  trendable: Type.Boolean(),
})
export type Publisher = Static<typeof Publisher>

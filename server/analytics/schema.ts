import Type, { type Static } from 'typebox'
import { Id } from '../http/index.ts'
import { Status } from '../posts/index.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Count = Type.Integer({ minimum: 0 })

export const ViewsQuery = Type.Object({ id: Type.Array(Id, { maxItems: 40, default: [] }) })

/** How often a post was in an answer to a person, its author not counted; of a boost, what it shows. */
export const ViewCount = Type.Object({ id: Type.String(), views: Count })
export type ViewCount = Static<typeof ViewCount>

export const Range = Type.Union([Type.Literal('24h'), Type.Literal('7d'), Type.Literal('30d'), Type.Literal('all')], {
  default: '7d',
  description: 'By the hour for 24h and 7d, by the day (UTC) for 30d and all; all: 400 days at most',
})
export type Range = Static<typeof Range>

export const AnalyticsQuery = Type.Object({ range: Range })
export type AnalyticsQuery = Static<typeof AnalyticsQuery>

/** What others did in the range, what was taken back since left out. */
export const Engagements = Type.Object({
  total: Count,
  favourites: Count,
  boosts: Count,
  replies: Count,
  quotes: Count,
  bookmarks: Count,
})
export type Engagements = Static<typeof Engagements>

/** One hour or day. */
export const Point = Type.Object({
  /** Its beginning. */
  at: Type.String(),
  views: Count,
  opens: Count,
  /** Distinct people; those of several points may be the same, so they do not add up. */
  viewers: Count,
  /** Of the author's profile. */
  profile_visits: Count,
})
export type Point = Static<typeof Point>

const Figures = {
  range: Range,
  step: Type.Union([Type.Literal('hour'), Type.Literal('day')]),
  from: Type.String(),
  until: Type.String(),
  /** How often it was in an answer to a person: in a list, a thread, or by itself. Neither bots nor the author count. */
  views: Count,
  /** How often it was asked for by itself; each is a view, too. */
  opens: Count,
  /** Distinct people, right within some 2 %. */
  viewers: Count,
  /** Of the author's profile, in the same time. */
  profile_visits: Count,
  profile_visitors: Count,
  engagements: Engagements,
  /** Engagements by view; null where nothing was viewed. */
  engagement_rate: Nullable(Type.Number({ minimum: 0 })),
  /** Oldest first, without gaps. */
  points: Type.Array(Point),
}

export const PostAnalytics = Type.Object({ id: Type.String(), ...Figures })
export type PostAnalytics = Static<typeof PostAnalytics>

/** One of the posts that were viewed most in the range. */
export const BestPost = Type.Object({
  status: Status,
  views: Count,
  opens: Count,
  engagements: Count,
  engagement_rate: Nullable(Type.Number({ minimum: 0 })),
})
export type BestPost = Static<typeof BestPost>

/** Of all posts of an account together. */
export const AccountAnalytics = Type.Object({ ...Figures, best_posts: Type.Array(BestPost) })
export type AccountAnalytics = Static<typeof AccountAnalytics>

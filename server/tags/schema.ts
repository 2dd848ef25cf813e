import Type, { type Static } from 'typebox'

/** Mastodon's Tag. */
export const Tag = Type.Object({
  id: Type.String(),
  name: Type.String(),
  url: Type.String(),
  /** The last seven days (UTC), today first: `day` in seconds since 1970; all of them as text. */
  history: Type.Array(Type.Object({ day: Type.String(), uses: Type.String(), accounts: Type.String() })),
  /** The viewer's own; absent for somebody who is not signed in. */
  following: Type.Optional(Type.Boolean()),
  featuring: Type.Optional(Type.Boolean()),
})
export type Tag = Static<typeof Tag>

/** Mastodon's FeaturedTag. */
export const FeaturedTag = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** What this person posted with it. */
  url: Type.String(),
  statuses_count: Type.String(),
  /** As in `2026-11-22`. */
  last_status_at: Type.Union([Type.String(), Type.Null()]),
})
export type FeaturedTag = Static<typeof FeaturedTag>

export const TagParams = Type.Object({ name: Type.String({ maxLength: 1000 }) })
export const FeatureBody = Type.Object({ name: Type.String({ maxLength: 1000 }) })

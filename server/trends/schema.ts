import Type, { type Static } from 'typebox'
import { Limit } from '../http/index.ts'
import { Status } from '../posts/index.ts'
import { Tag } from '../tags/index.ts'

export const TrendsQuery = (fallback: number, most: number) =>
  Type.Object({
    limit: Limit(fallback, most),
    offset: Type.Integer({ minimum: 0, maximum: 10_000, default: 0, clamp: true }),
  })
export type TrendsQuery = Static<ReturnType<typeof TrendsQuery>>

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

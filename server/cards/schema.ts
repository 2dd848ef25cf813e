import Type, { type Static } from 'typebox'
import { Account } from '../accounts/index.ts'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const CardAuthor = Type.Object({
  name: Type.String(),
  url: Type.String(),
  /** Of this network, where the page names it and the account names the page's domain. */
  account: Nullable(Account),
})

/** Mastodon's PreviewCard: what a linked page says of itself. */
export const PreviewCard = Type.Object({
  url: Type.String(),
  title: Type.String(),
  description: Type.String(),
  language: Nullable(Type.String()),
  type: Type.Union([Type.Literal('link'), Type.Literal('photo'), Type.Literal('video'), Type.Literal('rich')]),
  authors: Type.Array(CardAuthor),
  author_name: Type.String(),
  author_url: Type.String(),
  provider_name: Type.String(),
  provider_url: Type.String(),
  /** Empty, or one sandboxed iframe that we wrote ourselves. */
  html: Type.String(),
  width: Type.Integer({ minimum: 0 }),
  height: Type.Integer({ minimum: 0 }),
  image: Nullable(Type.String()),
  image_description: Type.String(),
  embed_url: Type.String(),
  blurhash: Nullable(Type.String()),
  published_at: Nullable(Type.String()),
  /** The page says that the viewer wrote it, and they do not name its domain among their `attribution_domains`. */
  missing_attribution: Type.Boolean(),
})
export type PreviewCard = Static<typeof PreviewCard>

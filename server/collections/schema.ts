import Type, { type Static } from 'typebox'
import { Account } from '../accounts/index.ts'
import { Id, Limit } from '../http/index.ts'
import { Collection, CollectionItem } from '../posts/index.ts'

export { Collection, CollectionItem }

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const WrappedCollection = Type.Object({ collection: Collection })
export type WrappedCollection = Static<typeof WrappedCollection>
export const Collections = Type.Object({ collections: Type.Array(Collection) })
export type Collections = Static<typeof Collections>
export const WrappedCollectionItem = Type.Object({ collection_item: CollectionItem })
export type WrappedCollectionItem = Static<typeof WrappedCollectionItem>
export const CollectionWithAccounts = Type.Object({ accounts: Type.Array(Account), collection: Collection })
export type CollectionWithAccounts = Static<typeof CollectionWithAccounts>

export const OffsetQuery = Type.Object({
  limit: Limit(40, 80),
  offset: Type.Integer({ minimum: 0, maximum: 10_000, default: 0, clamp: true }),
})
export type OffsetQuery = Static<typeof OffsetQuery>

/** Lengths are checked with words (check.ts); an empty language or tag takes it away. */
export const CollectionEdit = Type.Object({
  name: Type.Optional(Type.String({ maxLength: 10_000 })),
  description: Type.Optional(Type.String({ maxLength: 10_000 })),
  language: Type.Optional(Nullable(Type.String({ maxLength: 100 }))),
  sensitive: Type.Optional(Type.Boolean()),
  discoverable: Type.Optional(Type.Boolean({ description: 'Shown on the profile (false at first)' })),
  tag_name: Type.Optional(Nullable(Type.String({ maxLength: 1000 }))),
})
export type CollectionEdit = Static<typeof CollectionEdit>

export const NewCollection = Type.Object({
  ...CollectionEdit.properties,
  account_ids: Type.Array(Id, { default: [], maxItems: 100 }),
})
export type NewCollection = Static<typeof NewCollection>

export const NewItem = Type.Object({ account_id: Type.Optional(Id) })
export const ItemParams = Type.Object({ id: Id, item_id: Id })

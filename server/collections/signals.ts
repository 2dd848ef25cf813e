import { signal } from '../signals/index.ts'

export const collectionItemAdded = signal<{
  collectionId: number
  itemId: number
  ownerId: number
  accountId: number
}>('collections.item-added', 'Somebody (ownerId) put an account into a collection of theirs.')
/** `changed`: names of columns, such as `name`. */
export const collectionChanged = signal<{ collectionId: number; ownerId: number; changed: string[] }>(
  'collections.changed',
  'The name, the description or another setting of a collection was changed.',
)
export const collectionDeleted = signal<{ collectionId: number; ownerId: number }>(
  'collections.deleted',
  'A collection was deleted by its owner, or with its owner.',
)

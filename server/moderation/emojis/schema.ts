import Type, { type Static } from 'typebox'
import { File, Flag } from '../../http/index.ts'
import { Nullable } from '../schema.ts'

export const AdminEmoji = Type.Object({
  id: Type.String(),
  shortcode: Type.String(),
  url: Type.String(),
  static_url: Type.String(),
  category: Nullable(Type.String()),
  /** It stands for its category in pickers. */
  featured: Type.Boolean(),
  visible_in_picker: Type.Boolean(),
  disabled: Type.Boolean(),
  created_at: Type.String(),
  updated_at: Type.String(),
})
export type AdminEmoji = Static<typeof AdminEmoji>

export const ChangedEmoji = Type.Object({
  category: Type.Optional(Nullable(Type.String({ maxLength: 1000 }))),
  featured: Type.Optional(Flag),
  visible_in_picker: Type.Optional(Flag),
  disabled: Type.Optional(Flag),
})
export type ChangedEmoji = Static<typeof ChangedEmoji>

/** Name and picture must be there; whether they are is looked at after the permission. */
export const NewEmoji = Type.Object({
  shortcode: Type.Optional(Type.String({ maxLength: 1000 })),
  image: Type.Optional(File),
  ...ChangedEmoji.properties,
})
export type NewEmoji = Static<typeof NewEmoji>

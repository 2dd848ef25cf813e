import Type, { type Static } from 'typebox'
import { File } from '../http/index.ts'

const Size = Type.Object({
  width: Type.Integer(),
  height: Type.Integer(),
  size: Type.String({ description: '`640x360`' }),
  aspect: Type.Number({ description: 'Width divided by height' }),
})

/** Each from -1 (left, bottom) to 1 (right, top). */
export const Focus = Type.Object({ x: Type.Number(), y: Type.Number() })
export type Focus = Static<typeof Focus>

export const Sizes = Type.Object({ original: Size, small: Size })
export type Sizes = Static<typeof Sizes>

export const MediaAttachment = Type.Object(
  {
    id: Type.String(),
    type: Type.Literal('image'),
    url: Type.String(),
    preview_url: Type.String(),
    remote_url: Type.Null(),
    preview_remote_url: Type.Null(),
    text_url: Type.Null(),
    meta: Type.Object({ original: Size, small: Size, focus: Type.Optional(Focus) }),
    description: Type.Union([Type.String(), Type.Null()]),
    blurhash: Type.String(),
  },
  { description: 'A picture, loose or of a post' },
)
export type MediaAttachment = Static<typeof MediaAttachment>

const Description = Type.String({ maxLength: 1500, description: 'What is to be seen, for those who cannot see it' })
const FocusText = Type.String({
  pattern: '^\\s*[+-]?\\d*\\.?\\d+\\s*,\\s*[+-]?\\d*\\.?\\d+\\s*$',
  maxLength: 60,
  description: '`x,y`, each from -1 to 1: the point that a crop must keep',
})

export const ChangeMedia = Type.Object({
  description: Type.Optional(Type.Union([Description, Type.Null()])),
  focus: Type.Optional(FocusText),
})
export type ChangeMedia = Static<typeof ChangeMedia>

export const UploadMedia = Type.Object({
  file: File,
  description: Type.Optional(Type.Union([Description, Type.Null()])),
  focus: Type.Optional(FocusText),
})
export type UploadMedia = Static<typeof UploadMedia>

import Type, { type Static } from 'typebox'
import { File, LargeFile } from '../http/index.ts'

const Size = Type.Object({
  width: Type.Integer(),
  height: Type.Integer(),
  size: Type.String({ description: '`640x360`' }),
  aspect: Type.Number({ description: 'Width divided by height' }),
})

/** Each from -1 (left, bottom) to 1 (right, top). */
export const Focus = Type.Object({ x: Type.Number(), y: Type.Number() })
export type Focus = Static<typeof Focus>

const Original = Type.Object({
  width: Type.Optional(Type.Integer()),
  height: Type.Optional(Type.Integer()),
  size: Type.Optional(Type.String({ description: 'Of pictures: `640x360`' })),
  aspect: Type.Optional(Type.Number({ description: 'Of pictures: width divided by height' })),
  frame_rate: Type.Optional(Type.String({ description: 'A fraction, `30000/1001`' })),
  duration: Type.Optional(Type.Number({ description: 'Seconds' })),
  bitrate: Type.Optional(Type.Integer({ description: 'Bits a second' })),
})

/** What is measured of the finished files; nothing of it is there while they are made. */
export const Meta = Type.Object({
  original: Type.Optional(Original),
  small: Type.Optional(Size),
  length: Type.Optional(Type.String({ description: '`0:01:28.65`' })),
  duration: Type.Optional(Type.Number({ description: 'Seconds' })),
  fps: Type.Optional(Type.Number()),
  size: Type.Optional(Type.String({ description: '`640x360`' })),
  width: Type.Optional(Type.Integer()),
  height: Type.Optional(Type.Integer()),
  aspect: Type.Optional(Type.Number()),
  audio_encode: Type.Optional(Type.String({ description: 'The codec of the sound' })),
  audio_bitrate: Type.Optional(Type.String({ description: 'The sampling rate, `44100 Hz`; Mastodon calls it so' })),
  audio_channels: Type.Optional(Type.String({ description: '`mono`, `stereo`, `6 channels`' })),
})
export type Meta = Static<typeof Meta>

export const MediaType = Type.Union(
  [Type.Literal('image'), Type.Literal('video'), Type.Literal('gifv'), Type.Literal('audio')],
  { description: '`gifv` is a video without sound that is shown over and over, as an animated GIF is' },
)
export type MediaType = Static<typeof MediaType>

const Address = Type.Union([Type.String(), Type.Null()])

export const MediaAttachment = Type.Object(
  {
    id: Type.String(),
    type: MediaType,
    url: Address,
    preview_url: Address,
    remote_url: Type.Null(),
    preview_remote_url: Type.Null(),
    text_url: Type.Null(),
    meta: Type.Object({ ...Meta.properties, focus: Type.Optional(Focus) }),
    description: Type.Union([Type.String(), Type.Null()]),
    blurhash: Type.Union([Type.String(), Type.Null()]),
  },
  { description: 'A picture, a video or a sound, loose or of a post; `url` is null while it is being made ready' },
)
export type MediaAttachment = Static<typeof MediaAttachment>

export const MOST_DESCRIPTION = 1500

const Description = Type.String({
  maxLength: MOST_DESCRIPTION,
  description: 'What is to be seen, for those who cannot see it',
})
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

export const ChangeLooseMedia = Type.Object({
  ...ChangeMedia.properties,
  thumbnail: Type.Optional(File),
})
export type ChangeLooseMedia = Static<typeof ChangeLooseMedia>

export const UploadMedia = Type.Object({
  file: LargeFile,
  thumbnail: Type.Optional(LargeFile),
  description: Type.Optional(Type.Union([Description, Type.Null()])),
  focus: Type.Optional(FocusText),
})
export type UploadMedia = Static<typeof UploadMedia>

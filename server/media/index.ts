/**
 * Pictures, videos and sounds: made safe, kept, described, served, and given to posts. Owns `public.media`, every blob
 * under `media/`, and those under `uploads/`, which wait to be made ready.
 * Avatars and headers are made and served here too; who has which is known to accounts.
 */
import type { App, Module } from '../app.ts'
import { listen } from './listeners.ts'
import { stopProcessing } from './process.ts'
import { routes } from './routes.ts'
import { sweeper } from './sweep.ts'

export { attachMedia, MOST_PER_POST, releaseMedia } from './attach.ts'
export { AUDIO_LIMITS, VIDEO_LIMITS } from './av/limits.ts'
export { describeMedia, readChange } from './change.ts'
export { dropPicture, keepPicture, pictureUrl, putPicture } from './files.ts'
export { holdMedia, letGoOfMedia } from './hold/hold.ts'
export {
  AVATAR_LIMITS,
  EMOJI_LIMITS,
  HEADER_LIMITS,
  IMAGE_LIMITS,
  type Picture,
  type ProcessedImage,
  type ProcessedPortrait,
  processAvatar,
  processEmoji,
  processHeader,
  processImage,
} from './image.ts'
export { ChangeMedia, MediaAttachment, MOST_DESCRIPTION } from './schema.ts'
export { mediaProcessed, mediaRemoved } from './signals.ts'
export { SUPPORTED_MIME_TYPES } from './sniff.ts'
export { sweepOrphans } from './sweep.ts'
export { uploadPicture } from './upload.ts'
export { mediaAttachments, mediaOfPosts } from './views.ts'

/** Where the generated picture of an account is, which needs no upload. */
export const defaultPictureUrl = (app: App, kind: 'avatars' | 'headers', accountId: number): string =>
  `${app.config.url}/media/${kind}/default/${accountId}.png`

export const media: Module = {
  name: 'media',
  migrations: new URL('./migrations/', import.meta.url),
  routes,
  listen,
  start: (app) => sweeper(app).start(),
  stop: async (app) => {
    stopProcessing(app)
    await sweeper(app).stop()
  },
}

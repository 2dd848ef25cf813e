import { signal } from '../signals/index.ts'

export const mediaRemoved = signal<{ mediaId: number }>(
  'media.removed',
  'A picture, video or sound is deleted: by its owner, or because no post had it for a day. Its files are still there.',
)

export const mediaUploaded = signal<{ mediaId: number }>(
  'media.uploaded',
  'A video, an animated GIF or a sound was uploaded and is to be made ready.',
)

export const mediaProcessed = signal<{ mediaId: number; postId: number | null }>(
  'media.processed',
  'An upload that was being made ready is done, or has failed for good. A post can have it from now on.',
)

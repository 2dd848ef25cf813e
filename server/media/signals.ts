import { signal } from '../signals/index.ts'

export const mediaRemoved = signal<{ mediaId: number }>(
  'media.removed',
  'A picture is deleted: by its owner, or because no post had it for a day. Its files are still there.',
)

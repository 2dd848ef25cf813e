import { signal } from '../signals/index.ts'

export const emojisChanged = signal<Record<string, never>>(
  'emojis.changed',
  'A custom emoji was added, changed or deleted; what was rendered with the old ones should be forgotten.',
)
export const emojiDropped = signal<{ images: string[] }>(
  'emojis.dropped',
  'A custom emoji was deleted and is shown no more; its files can go.',
)

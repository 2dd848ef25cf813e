/** What attachments are called. */
import type { MediaAttachment } from '../../server/media/schema.ts'
import { t } from '../messages/index.ts'

const KINDS = { image: 'media.image', gifv: 'media.gif', video: 'media.video', audio: 'media.audio' } as const

/** "Image 2 of 4: A heron", or that nobody described it. @param index from 0. */
export function labelOf({ type, description }: MediaAttachment, index: number, count: number): string {
  const what = t(KINDS[type] ?? 'media.image', { place: index + 1, count })
  return description ? t('media.described', { what, description }) : t('media.undescribed', { what })
}

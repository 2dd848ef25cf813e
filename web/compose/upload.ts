/** Brings a file to the server: looks at it first, tells how far it is, waits until the server has made it ready. */
import type { MediaAttachment } from '../../server/media/schema.ts'
import { ApiError, get, upload } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { instance } from '../session/me.ts'
import { errorText } from '../ui/states.tsx'
import { type Medium, newKey } from './model.ts'

const LOOK_AGAIN_MS = 1000
const MOST_LOOKS = 15 * 60

const limits = instance.configuration.media_attachments
export const MOST_MEDIA = instance.configuration.statuses.max_media_attachments
export const ACCEPTED = limits.supported_mime_types.join(',')

function kindOf({ type }: File): Medium['kind'] {
  if (type === 'image/gif') return 'gifv'
  return type.startsWith('audio/') ? 'audio' : type.startsWith('video/') ? 'video' : 'image'
}

/** Why a file cannot be taken, as a sentence; null when it can (the server looks at what is in it). */
export function refusalOf(file: File): string | null {
  // Some browsers know no type for a file: then the server says.
  if (file.type && !limits.supported_mime_types.includes(file.type)) return t('compose.wrongType', { name: file.name })
  const most = kindOf(file) === 'image' ? limits.image_size_limit : limits.video_size_limit
  if (file.size > most) return t('compose.tooLarge', { name: file.name, size: Math.floor(most / 2 ** 20) })
  if (file.size === 0) return t('compose.emptyFile', { name: file.name })
  return null
}

export const mediumFor = (file: File): Medium => ({
  key: newKey(),
  name: file.name,
  kind: kindOf(file),
  preview: file.type.startsWith('image/') ? URL.createObjectURL(file) : null,
  state: 'uploading',
  progress: 0,
  error: null,
  id: null,
  description: '',
  focus: null,
  described: null,
})

/** Uploads it; `change` is told whatever changes. Ends early, and silently, when `signal` is aborted. */
export async function bring(file: File, change: (to: Partial<Medium>) => void, signal: AbortSignal): Promise<void> {
  const form = new FormData()
  form.append('file', file)
  try {
    let media = await upload<MediaAttachment>('/api/v2/media', form, (progress) => change({ progress }), signal)
    change({ id: media.id, state: media.url === null ? 'processing' : 'ready' })
    for (let looks = 0; media.url === null; looks++) {
      if (looks === MOST_LOOKS) throw new ApiError(0, '')
      await new Promise((later) => setTimeout(later, LOOK_AGAIN_MS))
      signal.throwIfAborted()
      media = await get<MediaAttachment>(`/api/v1/media/${media.id}`, {}, signal)
    }
    change({
      state: 'ready',
      progress: 1,
      ...(media.type !== 'audio' && { preview: media.preview_url ?? media.url }),
      kind: media.type,
    })
  } catch (error) {
    if (!signal.aborted) change({ state: 'failed', error: errorText(error) })
  }
}

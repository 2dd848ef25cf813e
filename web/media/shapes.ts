/** How large a picture is shown before it is there, and which part of it where it is cut. */
import type { MediaAttachment } from '../../server/media/schema.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Narrower than this a picture that stands alone is cut; wider than this too. Width divided by height. */
const NARROWEST = 0.7
const WIDEST = 3
/** What is smaller than this is shown larger, so that it can be seen and touched. Pixels. */
const SMALLEST_WIDTH = 200
/** For what says nothing of its size. */
const UNKNOWN: Size = { width: 1280, height: 720 }

/** Pixels as uploaded; of what was not measured, those of a film. */
export function sizeOf({ meta }: Pick<MediaAttachment, 'meta'>): Size {
  const { original, small } = meta
  for (const size of [original, meta, small]) {
    if (size?.width && size.height) return { width: size.width, height: size.height }
  }
  return UNKNOWN
}

/** Width divided by height of the frame of a picture that stands alone, and how wide it is at most, in pixels. */
export function frameOf(attachment: Pick<MediaAttachment, 'meta'>): { readonly aspect: number; readonly most: number } {
  const { width, height } = sizeOf(attachment)
  const aspect = Math.min(Math.max(width / height, NARROWEST), WIDEST)
  return { aspect, most: Math.max(width, SMALLEST_WIDTH) }
}

/** CSS `object-position` that keeps the point in focus in view: from (-1, -1), left and bottom, to (1, 1). */
export function positionOf({ meta: { focus } }: Pick<MediaAttachment, 'meta'>): string {
  const percent = (part: number) => `${Math.round(Math.min(Math.max(part, 0), 1) * 1000) / 10}%`
  return focus ? `${percent((focus.x + 1) / 2)} ${percent((1 - focus.y) / 2)}` : '50% 50%'
}

/** `1:05`, `1:00:07`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const two = (part: number) => String(part).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

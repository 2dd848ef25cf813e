/** Where a picture lies in the viewer: the arithmetic of zooming and panning, without a browser. */
import type { Size } from './shapes.ts'

/** `x`, `y`: pixels from the middle of the stage to the middle of the picture. */
export interface View {
  readonly scale: number
  readonly x: number
  readonly y: number
}
export interface Point {
  readonly x: number
  readonly y: number
}

export const WHOLE: View = { scale: 1, x: 0, y: 0 }
const MOST_SCALE = 8

/** The picture at scale 1: as large as fits, but not larger than it is. */
export function fitted(picture: Size, stage: Size): Size {
  const scale = Math.min(1, stage.width / picture.width, stage.height / picture.height)
  return { width: picture.width * scale, height: picture.height * scale }
}

/** No emptiness on a side while there is picture beyond the other. */
export function bounded(view: View, fit: Size, stage: Size): View {
  const within = (offset: number, picture: number, room: number) => {
    const most = Math.max(0, (picture * view.scale - room) / 2)
    return Math.min(Math.max(offset, -most), most)
  }
  return { ...view, x: within(view.x, fit.width, stage.width), y: within(view.y, fit.height, stage.height) }
}

/** Zooms so that what lies at `point` (from the middle of the stage) stays there. */
export function zoomed(view: View, factor: number, point: Point, fit: Size, stage: Size): View {
  const scale = Math.min(Math.max(view.scale * factor, 1), MOST_SCALE)
  const by = scale / view.scale
  const next = { scale, x: point.x - (point.x - view.x) * by, y: point.y - (point.y - view.y) * by }
  return scale === 1 ? WHOLE : bounded(next, fit, stage)
}

export type Swipe = 'next' | 'previous' | 'close' | null
const FAR_PX = 80
/** Pixels a millisecond. */
const FAST = 0.5
const LEAST_PX = 24

/** What a finger meant that went so far, in so many milliseconds. Towards the start of the line is on. */
export function swipeOf({ x, y }: Point, durationMs: number, rtl: boolean): Swipe {
  const far = (way: number) => way > FAR_PX || (way > LEAST_PX && way / Math.max(1, durationMs) > FAST)
  if (Math.abs(y) > Math.abs(x)) return far(Math.abs(y)) ? 'close' : null
  if (!far(Math.abs(x))) return null
  return x < 0 === !rtl ? 'next' : 'previous'
}

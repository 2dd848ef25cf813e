/** Fingers, mouse, wheel and keys on the picture in the viewer. */
import { type RefObject, useEffect, useRef } from 'react'
import type { Size } from './shapes.ts'
import { bounded, fitted, type Point, type Swipe, swipeOf, type View, WHOLE, zoomed } from './zoom.ts'

const DOUBLE_SCALE = 2.5
const DOUBLE_MS = 300
const DOUBLE_PX = 30
const TAP_PX = 8
const WHEEL_SPEED = 0.0022

export interface Gestures {
  /** Larger or smaller, around the middle. */
  zoom(factor: number): void
  /** Pixels. @returns false when there is nothing to move: the whole picture is seen. */
  pan(x: number, y: number): boolean
}

interface Handlers {
  readonly onSwipe: (swipe: Swipe) => void
  readonly onZoomed: (isZoomed: boolean) => void
}

/**
 * Moves `picture` on `stage`. The position is written to the element directly: a render for each move of a finger would
 * be late.
 */
export function useGestures(
  stage: RefObject<HTMLElement | null>,
  picture: RefObject<HTMLElement | null>,
  size: Size,
  handlers: Handlers,
): Gestures {
  const current = useRef(handlers)
  current.current = handlers
  const gestures = useRef<Gestures | null>(null)
  const { width, height } = size
  useEffect(() => {
    const { stop, ...made } = listen(
      stage.current!,
      picture.current!,
      { width, height },
      {
        onSwipe: (swipe) => current.current.onSwipe(swipe),
        onZoomed: (isZoomed) => current.current.onZoomed(isZoomed),
      },
    )
    gestures.current = made
    return stop
  }, [stage, picture, width, height])
  return {
    zoom: (factor) => gestures.current?.zoom(factor),
    pan: (x, y) => gestures.current?.pan(x, y) ?? false,
  }
}

function listen(stage: HTMLElement, picture: HTMLElement, size: Size, handlers: Handlers) {
  const moved = movable(stage, picture, size, handlers)
  const fingers = fingersOn(stage, moved, handlers)
  const stopped = new AbortController()
  const { signal } = stopped
  stage.addEventListener('pointerdown', fingers.down, { signal })
  stage.addEventListener('pointermove', fingers.move, { signal })
  stage.addEventListener('pointerup', fingers.up, { signal })
  stage.addEventListener('pointercancel', fingers.up, { signal })
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    moved.zoomAt(Math.exp(-event.deltaY * WHEEL_SPEED * (event.ctrlKey ? 4 : 1)), fromMiddle(stage, event))
  }
  stage.addEventListener('wheel', wheel, { signal, passive: false })
  return {
    zoom: (factor: number) => moved.zoomAt(factor, { x: 0, y: 0 }, true),
    pan: (x: number, y: number) => moved.isZoomed() && moved.pan({ x, y }, true),
    stop: () => stopped.abort(),
  }
}

type Movable = ReturnType<typeof movable>

/** The picture, and where it is now. */
function movable(stage: HTMLElement, picture: HTMLElement, size: Size, { onZoomed }: Handlers) {
  let view: View = WHOLE
  const room = () => ({ width: stage.clientWidth, height: stage.clientHeight })
  const show = (next: View, smooth = false) => {
    if (next.scale > 1 !== view.scale > 1) onZoomed(next.scale > 1)
    view = next
    picture.style.transition = smooth ? 'transform 160ms' : 'none'
    picture.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`
  }
  show(WHOLE)
  return {
    isZoomed: () => view.scale > 1,
    zoomAt: (factor: number, point: Point, smooth = false) =>
      show(zoomed(view, factor, point, fitted(size, room()), room()), smooth),
    pan: ({ x, y }: Point, smooth = false) => {
      show(bounded({ ...view, x: view.x + x, y: view.y + y }, fitted(size, room()), room()), smooth)
      return true
    },
    /** Follows a finger that may be swiping; `null`: back to its place. */
    follow: (way: Point | null) => show(way ? { scale: 1, ...way } : WHOLE, way === null),
  }
}

function fingersOn(stage: HTMLElement, moved: Movable, { onSwipe }: Handlers) {
  const fingers = new Map<number, Point>()
  let begun: { at: Point; time: number; wasZoomed: boolean } | null = null
  let lastTap: { at: Point; time: number } | null = null
  const tap = (at: Point, time: number) => {
    const isDouble = lastTap && time - lastTap.time < DOUBLE_MS && distance(at, lastTap.at) < DOUBLE_PX
    lastTap = isDouble ? null : { at, time }
    if (isDouble) moved.zoomAt(moved.isZoomed() ? 0 : DOUBLE_SCALE, at, true)
  }
  return {
    down: (event: PointerEvent) => {
      if (event.button !== 0 || (event.target as Element).closest('button, a, video')) return
      stage.setPointerCapture(event.pointerId)
      const at = fromMiddle(stage, event)
      fingers.set(event.pointerId, at)
      begun = fingers.size === 1 ? { at, time: event.timeStamp, wasZoomed: moved.isZoomed() } : null
    },
    move: (event: PointerEvent) => {
      const before = fingers.get(event.pointerId)
      if (!before) return
      const now = fromMiddle(stage, event)
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
      fingers.set(event.pointerId, now)
      if (other) moved.zoomAt(distance(now, other) / Math.max(1, distance(before, other)), middle(now, other))
      else if (moved.isZoomed()) moved.pan(minus(now, before))
      else if (begun) moved.follow(minus(now, begun.at))
    },
    up: (event: PointerEvent) => {
      if (!fingers.delete(event.pointerId) || !begun || fingers.size > 0) return
      const at = fromMiddle(stage, event)
      const way = minus(at, begun.at)
      const { wasZoomed, time } = begun
      begun = null
      if (Math.hypot(way.x, way.y) < TAP_PX) return tap(at, event.timeStamp)
      if (wasZoomed || moved.isZoomed()) return
      const rtl = document.documentElement.dir === 'rtl'
      const swipe = event.type === 'pointercancel' ? null : swipeOf(way, event.timeStamp - time, rtl)
      moved.follow(null)
      if (swipe) onSwipe(swipe)
    },
  }
}

/** Pixels from the middle of the stage. */
function fromMiddle(stage: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top, width, height } = stage.getBoundingClientRect()
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 }
}
const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y })
const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })

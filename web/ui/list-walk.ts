/** `j` and `k` move the focus from item to item of a virtual list. */
import { useHotkeys } from './hotkeys.ts'

type ListRef = { readonly current: HTMLElement | null }

const FRAMES_TO_WAIT = 5

/** @param show brings an item into the document that is not there. */
export function useWalk(list: ListRef, show: (index: number) => void, count: number): void {
  const go = (step: 1 | -1) => {
    const active = document.activeElement?.closest<HTMLElement>('[data-index]')
    const isOurs = active && list.current?.contains(active) && isInWindow(active)
    const from = isOurs ? Number(active.dataset.index) : firstInWindow(list.current) - (step === 1 ? 1 : 0)
    const to = Math.min(Math.max(from + step, 0), count - 1)
    if (to < 0 || focusItem(list.current, to)) return
    show(to)
    focusSoon(list, to, FRAMES_TO_WAIT)
  }
  useHotkeys({ j: () => go(1), k: () => go(-1) })
}

function focusSoon(list: ListRef, index: number, frames: number): void {
  requestAnimationFrame(() => {
    if (!focusItem(list.current, index) && frames > 0) focusSoon(list, index, frames - 1)
  })
}

/** Focuses the first thing in an item that can have the focus: the post, the person, the link. */
function focusItem(list: HTMLElement | null, index: number): boolean {
  const item = list?.querySelector(`[data-index="${index}"]`)
  const target = item?.querySelector<HTMLElement>('article[tabindex], a[href], button')
  target?.focus({ preventScroll: true })
  if (target) item!.scrollIntoView({ block: 'nearest' })
  return target !== undefined
}

/** Below what sticks to the top. */
const HEADER_PX = 64

function isInWindow(item: HTMLElement): boolean {
  const { top, bottom } = item.getBoundingClientRect()
  return bottom > HEADER_PX && top < innerHeight
}

function firstInWindow(list: HTMLElement | null): number {
  const items = [...(list?.querySelectorAll<HTMLElement>('[data-index]') ?? [])]
  return Number(items.find((item) => item.getBoundingClientRect().bottom > HEADER_PX)?.dataset.index ?? 0)
}

/** Before an item of a list goes: the focus moves to its neighbour, or to the page's heading when there is none. */
export function focusNear(inside: Element): void {
  const item = inside.closest('[data-index], li')
  const near = item?.nextElementSibling ?? item?.previousElementSibling
  const target =
    near?.querySelector<HTMLElement>('article[tabindex], a[href], button') ??
    document.querySelector<HTMLElement>('#main h1')
  target?.focus({ preventScroll: true })
}

/** Where the caret of a text area is on the screen. */

const COPIED = [
  'boxSizing',
  'inlineSize',
  'paddingTop',
  'paddingRight',
  'paddingBottom',
  'paddingLeft',
  'borderTopWidth',
  'borderRightWidth',
  'borderBottomWidth',
  'borderLeftWidth',
  'font',
  'letterSpacing',
  'lineHeight',
  'direction',
  'textAlign',
  'tabSize',
] as const

/** Lays the text out once more, unseen, and looks where the character stands: browsers do not say it. */
export function caretRect(area: HTMLTextAreaElement, at: number): { left: number; top: number; bottom: number } {
  const mirror = document.createElement('div')
  const style = getComputedStyle(area)
  for (const name of COPIED) mirror.style[name] = style[name]
  Object.assign(mirror.style, {
    position: 'absolute',
    visibility: 'hidden',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'break-word',
    top: '0',
    left: '0',
  })
  mirror.textContent = area.value.slice(0, at)
  const mark = document.createElement('span')
  mark.textContent = area.value.slice(at, at + 1).trim() || '.'
  mirror.append(mark)
  area.parentElement!.append(mirror)
  const place = mark.getBoundingClientRect()
  const origin = mirror.getBoundingClientRect()
  mirror.remove()
  const own = area.getBoundingClientRect()
  const left = own.left + (style.direction === 'rtl' ? place.right : place.left) - origin.left
  const top = own.top + place.top - origin.top - area.scrollTop
  return { left, top, bottom: top + place.height }
}

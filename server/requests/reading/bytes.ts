/** Looking at bytes four at a time: what scanning a log mostly does. */

/** Four characters as `DataView.getUint32(at, true)` sees them. */
export function four(text: string): number {
  if (text.length !== 4) throw new Error(`"${text}" is not four characters.`)
  return (
    (text.charCodeAt(0) | (text.charCodeAt(1) << 8) | (text.charCodeAt(2) << 16) | (text.charCodeAt(3) << 24)) >>> 0
  )
}

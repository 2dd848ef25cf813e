/** How many requests are which shade of the map of statuses. */

export const LEVELS = [1, 2, 3, 4, 5] as const
export type Level = (typeof LEVELS)[number]

/** The shade of a cell, 0 for none: by orders of magnitude, since one error among a thousand answers is to be seen. */
export function levelOf(count: number, most: number): Level | 0 {
  if (count <= 0) return 0
  if (most <= 1) return 5
  const part = Math.log(count) / Math.log(most)
  return LEVELS[Math.min(LEVELS.length - 1, Math.floor(part * LEVELS.length))]!
}

export type StatusTone = 'good' | 'plain' | 'warn' | 'bad'

export const toneOf = (status: number): StatusTone =>
  status >= 500 ? 'bad' : status >= 400 ? 'warn' : status >= 300 || status < 200 ? 'plain' : 'good'

/** Squares of one unit in a row, neighbours as one. */
export function cellsPath(filled: readonly boolean[]): string {
  let path = ''
  for (let from = 0; from < filled.length; from++) {
    if (!filled[from]) continue
    let to = from
    while (filled[to + 1]) to++
    path += `M${from} 0h${to - from + 1}v1h${from - to - 1}z`
    from = to
  }
  return path
}

/** What changed between two texts, word by word. */
export interface Piece {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Above so many words of the two texts multiplied, they stand side by side as a whole: it would take too long. */
const MOST_WORK = 4_000_000

/** The longest common run of words stays, the rest was removed or added (the classical table, from the end). */
export function wordDiff(before: string, after: string): Piece[] {
  const from = words(before)
  const to = words(after)
  if (from.length * to.length > MOST_WORK) return joined([piece('removed', before), piece('added', after)])
  const table = commonLengths(from, to)
  const width = to.length + 1
  const pieces: Piece[] = []
  let i = 0
  let j = 0
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      pieces.push(piece('same', to[j]!))
      i++
      j++
    } else if (j >= to.length || (i < from.length && table[(i + 1) * width + j]! >= table[i * width + j + 1]!)) {
      pieces.push(piece('removed', from[i++]!))
    } else {
      pieces.push(piece('added', to[j++]!))
    }
  }
  return joined(pieces)
}

const piece = (kind: Piece['kind'], text: string): Piece => ({ kind, text })
const words = (text: string): string[] => text.match(/\s+|[\p{L}\p{M}\p{N}_'’-]+|[^\s]/gu) ?? []

function commonLengths(from: readonly string[], to: readonly string[]): Uint32Array {
  const width = to.length + 1
  const table = new Uint32Array((from.length + 1) * width)
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      table[i * width + j] =
        from[i] === to[j]
          ? table[(i + 1) * width + j + 1]! + 1
          : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!)
    }
  }
  return table
}

/** Neighbours of one kind in one piece. */
function joined(pieces: readonly Piece[]): Piece[] {
  const whole: Piece[] = []
  for (const one of pieces) {
    const last = whole.at(-1)
    if (one.text === '') continue
    if (last?.kind === one.kind) whole[whole.length - 1] = piece(one.kind, last.text + one.text)
    else whole.push(one)
  }
  return whole
}

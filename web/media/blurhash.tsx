/** The blurred colours of a picture, until the picture is there. */
import { decode } from 'blurhash'
import { memo, useEffect } from 'react'
import { useInView } from './in-view.ts'
import css from './media.module.css'

/** Pixels a side: it is blurred anyway. */
const SIDE = 32
const MOST_KEPT = 200
const kept = new Map<string, ImageData | null>()
const waiting = new Map<HTMLCanvasElement, string>()
let scheduled = false

function pixelsOf(hash: string): ImageData | null {
  const known = kept.get(hash)
  if (known !== undefined) return known
  let made: ImageData | null = null
  try {
    made = new ImageData(new Uint8ClampedArray(decode(hash, SIDE, SIDE)), SIDE, SIDE)
  } catch {
    // Not a blurhash: the plain ground stays.
  }
  kept.set(hash, made)
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
  return made
}

/** One for each frame: decoding takes about a millisecond, and many may come into view at once. */
function paintNext(): void {
  scheduled = false
  const next = waiting.entries().next().value
  if (!next) return
  const [canvas, hash] = next
  waiting.delete(canvas)
  const pixels = pixelsOf(hash)
  if (pixels) canvas.getContext('2d')?.putImageData(pixels, 0, 0)
  schedule()
}

function schedule(): void {
  if (scheduled || waiting.size === 0) return
  scheduled = true
  requestAnimationFrame(paintNext)
}

/** Fills its frame; painted when it comes into view. */
export const Blurhash = memo(({ hash }: { readonly hash: string }) => {
  const [canvas, inView] = useInView<HTMLCanvasElement>()
  useEffect(() => {
    const element = canvas.current!
    if (!inView) return
    waiting.set(element, hash)
    schedule()
    return () => void waiting.delete(element)
  }, [canvas, inView, hash])
  return <canvas ref={canvas} width={SIDE} height={SIDE} className={css.blur} />
})

import { createHash } from 'node:crypto'
import type { App } from '../app.ts'
import { Problem } from '../kit/index.ts'
import { type ProcessedImage, processImage, putPicture } from '../media/index.ts'
import { fetchOutside, OutsideError } from '../outgoing/index.ts'

export interface CardPicture {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly blurhash: string
}

const MOST_BYTES = 8 * 1024 * 1024

/**
 * Fetches the picture of a card and keeps it, encoded anew. Its name comes from what it shows, so that a job that is
 * repeated after a crash leaves no second file.
 * @returns null when there is none that can be shown. @throws OutsideError `busy`, and Problem 503, to be tried again.
 */
export async function keepCardPicture(
  app: App,
  url: string,
  salt: string,
  mostPerMinute: number,
): Promise<CardPicture | null> {
  const answer = await fetchOutside(app, url, {
    maxBytes: MOST_BYTES,
    timeoutMs: 6000,
    accept: ['image/*'],
    mostPerMinute,
  }).catch(unlessBusy)
  if (answer === null || answer.status !== 200 || answer.cut) return null
  const processed = await processImage(answer.bytes).catch(unlessBusy)
  if (processed === null) return null
  const { small, blurhash }: ProcessedImage = processed
  const hash = createHash('sha256').update(salt).update(small.bytes).digest('hex')
  const name = `cards/${hash.slice(0, 32)}.${small.ending}`
  await putPicture(app, name, small)
  return { name, width: small.width, height: small.height, blurhash }
}

/** A picture that cannot be had is none; a crowd before it, there or here, only takes time. */
function unlessBusy(error: unknown): null {
  if (error instanceof OutsideError && error.kind !== 'busy') return null
  if (error instanceof Problem && error.status === 422) return null
  throw error
}

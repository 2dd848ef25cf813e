import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'
import { emit, emitAt } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import type { Made } from './av/messages.ts'
import { runWorker } from './av/run.ts'
import { dropFiles, dropPicture, putFile, putPicture, withEnding } from './files.ts'
import { processPreview } from './image.ts'
import { failMedia, finishMedia, type MediaRow, selectMedia } from './queries.ts'
import { mediaProcessed, mediaUploaded } from './signals.ts'
import { type Container, HEAD_BYTES, sniffAv, sniffImage } from './sniff.ts'

const LOOK_AGAIN_MS = 2000
const CANNOT = 'The file cannot be converted here at the moment.'

/** One file at a time in a process of ours: converting takes what there is of memory and cores. */
const state = perApp(() => ({ busy: false, stopping: new AbortController() }))

/** Kills what is being converted; its job is taken up again by whoever starts next. */
export const stopProcessing = (app: App): void => state(app).stopping.abort(new Error('The server is stopping.'))

/**
 * Makes an upload ready: the job of `mediaUploaded`. Names were chosen at the upload, so being repeated after a crash
 * writes the same files again. What is wrong with the file makes it failed; what is wrong here makes the job fail, and
 * it is tried again.
 */
export async function processMedia(app: App, tx: Tx, mediaId: number): Promise<void> {
  const [row] = await selectMedia(tx, [mediaId])
  if (row?.state !== 'processing') return
  const own = state(app)
  // A job that waited here would hold one of the few workers, and mails are sent by them too.
  if (own.busy) return await emitAt(tx, mediaUploaded, { mediaId }, new Date(app.now().getTime() + LOOK_AGAIN_MS))
  own.busy = true
  const folder = join(app.config.dataDir, 'converting', String(mediaId))
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await processIn(app, tx, row, folder, own.stopping.signal)
  } finally {
    own.busy = false
    await rm(folder, { recursive: true, force: true })
  }
}

async function processIn(app: App, tx: Tx, row: MediaRow, folder: string, signal: AbortSignal): Promise<void> {
  const source = join(folder, 'source')
  const container = await fetchSource(app, row, source)
  const out = join(folder, 'out')
  await mkdir(out)
  const answer = await runWorker({ container, source, folder: out }, signal)
  if ('broken' in answer) app.log.error({ mediaId: row.id }, `The upload cannot be converted here: ${answer.broken}`)
  const [done] =
    'made' in answer
      ? await keep(app, tx, row, answer.made, out)
      : await failMedia(tx, row.id, 'refused' in answer ? answer.refused : CANNOT)
  if (done) await emit(tx, mediaProcessed, { mediaId: row.id, postId: done.post_id })
  // Deleted while we were at it: the job that removes its files may have come before the files.
  else await dropFiles(app, row)
}

async function fetchSource(app: App, row: MediaRow, path: string): Promise<Container> {
  const found = await app.blobs.open(row.source_name!)
  if (!found) throw new Error(`The upload ${row.id} is not where it was put (${row.source_name}).`)
  await pipeline(found.stream, createWriteStream(path, { mode: 0o600 }))
  const head = await firstBytes(path)
  const container = sniffImage(head) === 'gif' ? 'gif' : sniffAv(head)?.container
  if (!container) throw new Error(`The upload ${row.id} is not what it was when it came.`)
  return container
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(path, { end: HEAD_BYTES - 1 })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function keep(app: App, tx: Tx, row: MediaRow, made: Made, folder: string): Promise<MediaRow[]> {
  const original_name = withEnding(row.original_name, made.mime === 'audio/mpeg' ? 'mp3' : 'mp4')
  const preview = row.meta.small || made.picture === null ? null : await previewOf(made)
  await putFile(app, original_name, createReadStream(join(folder, made.file)), made.mime)
  if (preview) await putPicture(app, row.small_name, preview.small)
  const rows = await finishMedia(tx, row.id, {
    type: made.type,
    mime: made.mime,
    original_name,
    small_name: row.small_name,
    meta: { ...made.meta, ...(preview ? { small: preview.size } : {}) },
    blurhash: preview?.blurhash ?? null,
  })
  // The owner gave another preview while we were at it.
  if (preview && rows[0] && rows[0].small_name !== row.small_name) await dropPicture(app, row.small_name)
  return rows
}

/** A frame is ours, but the cover of a song is whatever stood in the file: one that is no picture is left out. */
async function previewOf(made: Made) {
  const preview = processPreview(await readFile(made.picture!))
  return made.type === 'audio' ? await preview.catch(() => null) : await preview
}

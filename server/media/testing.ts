/** Uploading as the tests of this module do it. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Person, World } from '../../testing/world.ts'

/** 80x60, and it says where it was taken. */
export const makePicture = (): Promise<Buffer> =>
  sharp({ create: { width: 80, height: 60, channels: 3, background: '#3af' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } })
    .jpeg()
    .toBuffer()

/** Names and types that clients send are not believed, so these are wrong. */
export function form(bytes: Uint8Array, fields: Record<string, string> = {}): FormData {
  const data = new FormData()
  data.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'holiday.png')
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

/** @returns the attachment as the API answers it. */
export async function upload(world: World, who: Person, fields: Record<string, string> = {}) {
  const body = form(await makePicture(), fields)
  const { status, json } = await world.call('POST', '/api/v2/media', { token: who.token, body })
  assert.equal(status, 200, JSON.stringify(json))
  return json
}

export const fetchFile = (
  world: World,
  url: string,
  headers: Record<string, string> = {},
  method: 'GET' | 'HEAD' = 'GET',
) => world.tweeter.http.inject({ method, url: new URL(url).pathname, headers })

/** The keys of blobs that begin so; on the disk the slashes of a key are commas. */
export async function blobsOf(world: World, beginning: string): Promise<string[]> {
  const files = await readdir(join(world.app.config.dataDir, 'blobs'), { recursive: true })
  const names = files.map((file) => file.split('/').at(-1)!.replaceAll(',', '/'))
  return names.filter((name) => name.startsWith(beginning))
}

/** After all jobs nothing of an upload is left but what is served. */
export async function nothingWaits(world: World): Promise<void> {
  await world.jobs()
  assert.deepEqual(await blobsOf(world, 'uploads/'), [])
  for (const dir of ['converting', 'spool']) {
    assert.deepEqual(await readdir(join(world.app.config.dataDir, dir)).catch(() => []), [], dir)
  }
}

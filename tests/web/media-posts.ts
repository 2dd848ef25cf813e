/** Posts with real pictures, films and sounds of every shape. */
import assert from 'node:assert/strict'
import sharp from 'sharp'
import { makeAv } from '../../server/media/av/testing.ts'
import { form } from '../../server/media/testing.ts'
import type { World } from '../../testing/client.ts'
import type { Person } from '../../testing/world.ts'

/** Stripes and a spot, so that one sees what was cut off. */
export function drawn(width: number, height: number, colour: string): Promise<Buffer> {
  const [x, y, r] = [width * 0.3, height * 0.3, Math.min(width, height) * 0.15]
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="${colour}"/><stop offset="1" stop-color="#123"/></linearGradient></defs>
<rect width="100%" height="100%" fill="url(#g)"/><circle cx="${x}" cy="${y}" r="${r}" fill="#fff"/></svg>`
  return sharp(Buffer.from(drawing)).jpeg().toBuffer()
}

/** An animated GIF of two pictures. */
async function moving(): Promise<Buffer> {
  const frames = await Promise.all([drawn(320, 240, '#fc0'), drawn(320, 240, '#06c')])
  return await sharp(frames, { join: { animated: true } })
    .gif({ delay: [200, 200], loop: 0 })
    .toBuffer()
}

/** @returns the id of the upload, ready. */
async function uploaded(world: World, who: Person, bytes: Uint8Array, fields: Record<string, string>): Promise<string> {
  const { status, json } = await world.call('POST', '/api/v2/media', { token: who.token, body: form(bytes, fields) })
  assert.ok(status === 200 || status === 202, JSON.stringify(json))
  while ((await world.call('GET', `/api/v1/media/${json.id}`, { token: who.token })).status === 206) await world.jobs()
  return json.id
}

/** @returns texts by which the posts are found, each with a hashtag for those that are shown together. */
export async function makeMediaPosts(world: World, who: Person) {
  const post = async (text: string, media: readonly string[], sensitive = false): Promise<string> => {
    const body = { status: text, media_ids: media, sensitive }
    const { status, json } = await world.call('POST', '/api/v1/statuses', { token: who.token, body })
    assert.equal(status, 200, JSON.stringify(json))
    return text
  }
  const picture = async (width: number, height: number, colour: string, fields: Record<string, string> = {}) =>
    await uploaded(world, who, await drawn(width, height, colour), fields)
  const film = { format: 'mp4', video: 'libx264', size: '640x360', seconds: 3, audio: 'aac' }
  const heron = { description: 'A heron at the lake, early in the morning. '.repeat(3), focus: '-0.4,0.4' }
  return {
    sound: await post('Listen #played', [
      await uploaded(world, who, await makeAv({ format: 'ogg', audio: 'libopus', seconds: 2 }), {
        description: 'Rain on a tin roof',
      }),
    ]),
    video: await post('A film #played', [
      await uploaded(world, who, await makeAv(film), { description: 'A test card' }),
    ]),
    gif: await post('It moves #moving', [
      await uploaded(world, who, await moving(), { description: 'A lamp that blinks' }),
    ]),
    sensitive: await post('Covered #covered', [await picture(800, 600, '#c22'), await picture(800, 600, '#2c2')], true),
    tall: await post('A tall one #shapes', [await picture(300, 2400, '#55a')]),
    wide: await post('A wide one #shapes', [await picture(2400, 200, '#a55')]),
    tiny: await post('A tiny one #shapes', [await picture(16, 16, '#5a5')]),
    four: await post('Four of them #four #shapes', [
      await picture(1600, 1200, '#f80', heron),
      await picture(600, 900, '#08f'),
      await picture(900, 300, '#0a4'),
      await picture(700, 700, '#80f'),
    ]),
    three: await post('Three of them #shapes', [
      await picture(800, 800, '#a3a'),
      await picture(600, 900, '#aa3'),
      await picture(900, 300, '#3aa'),
    ]),
    two: await post('Two of them #shapes', [await picture(800, 800, '#3a6', heron), await picture(600, 900, '#36a')]),
    one: await post('Only one #shapes', [await picture(1600, 900, '#e63', heron)]),
  }
}

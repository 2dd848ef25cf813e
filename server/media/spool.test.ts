import assert from 'node:assert/strict'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openWorld } from '../../testing/world.ts'
import { makeVideo } from './av/testing.ts'
import { form, makePicture, nothingWaits } from './testing.ts'

const world = await openWorld()
after(world.close)
const alice = await world.account('alice')
const video = await makeVideo()

test('one person who uploads slowly does not take the place of everybody', async () => {
  const bob = await world.account('bob')
  const { port } = new URL(await world.listen())
  const open = (token: string) => {
    const request = httpRequest({ port, path: '/api/v2/media', method: 'POST' })
    request.setHeader('authorization', `Bearer ${token}`)
    request.setHeader('content-type', 'multipart/form-data; boundary=x')
    request.on('error', () => {})
    request.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n')
    const status = once(request, 'response').then(([response]) => (response as IncomingMessage).statusCode)
    return { request, status: status.catch(() => 0) }
  }
  const slow = Array.from({ length: 40 }, () => open(alice.token))
  const refused = await Promise.race([Promise.all(slow.slice(0, 9).map((one) => one.status)), sleep(2000, 'none')])
  assert.equal(refused, 'none', 'the first ones go on')
  const answers = await Promise.all(slow.map((one) => Promise.race([one.status, sleep(500, null)])))
  assert.equal(answers.filter((status) => status === 429).length, 32)
  assert.equal((await world.call('POST', '/api/v2/media', { token: bob.token, body: form(video) })).status, 202)
  for (const { request } of slow) request.destroy()
  await Promise.all(slow.map((one) => one.status))
  for (let tries = 0; tries < 100; tries++) {
    const { status } = await world.call('POST', '/api/v2/media', { token: alice.token, body: form(Buffer.from('no')) })
    if (status === 422) break
    await sleep(20)
    assert.ok(tries < 99, 'places are given back')
  }
  await nothingWaits(world)
})

test('a disk that takes nothing is no fault of the upload, and is tried anew', async () => {
  const own = await openWorld()
  try {
    const cleo = await own.account('cleo')
    const spool = join(own.app.config.dataDir, 'spool')
    await writeFile(spool, 'in the way')
    const send = async () =>
      await own.call('POST', '/api/v2/media', { token: cleo.token, body: form(await makePicture()) })
    const { status, text } = await send()
    assert.deepEqual([status >= 500, text.includes('spool')], [true, false], text)
    await rm(spool)
    assert.equal((await send()).status, 200)
  } finally {
    await own.close()
  }
})

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readlink } from 'node:fs/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openWorld, type Person, type World } from '../../testing/world.ts'
import { makeAv, makeVideo } from './av/testing.ts'
import { blobsOf, form, nothingWaits } from './testing.ts'

let world: World
let alice: Person
let video: Buffer
before(async () => {
  world = await openWorld()
  alice = await world.account('alice')
  video = await makeVideo()
})
after(() => world.close())

const nothingLeft = () => nothingWaits(world)
const get = async (id: string) => await world.call('GET', `/api/v1/media/${id}`, { token: alice.token })

async function begin(bytes: Uint8Array) {
  const { status, json } = await world.call('POST', '/api/v2/media', { token: alice.token, body: form(bytes) })
  assert.equal(status, 202, JSON.stringify(json))
  return json
}

test('a process that is killed over it: the next one makes it ready, and no converter is left', async () => {
  const long = await makeAv({ format: 'mp4', video: 'mpeg4', size: '1920x1080', rate: 25, seconds: 4 })
  const { id } = await begin(long)
  const [place] = await world.app.db.read<{ name: string }>`select current_database() as name`
  const script = fileURLToPath(new URL('./dying.testing.ts', import.meta.url))
  const { dataDir } = world.app.config
  const child = spawn(process.execPath, [script, process.env.TWEETER_TEST_CLUSTER!, place!.name, dataDir], {
    stdio: 'inherit',
  })
  const out = join(dataDir, 'converting', id, 'out')
  for (let tries = 0; !existsSync(join(out, 'out.mp4')); tries++) {
    assert.ok(tries < 500, 'it never began')
    await sleep(20)
  }
  assert.equal((await convertersIn(out)).length, 1)
  child.kill('SIGKILL')
  await once(child, 'exit')
  await sleep(300)
  assert.deepEqual(await convertersIn(out), [])
  assert.equal((await get(id)).status, 206)
  assert.equal((await blobsOf(world, 'uploads/')).length, 1)
  await world.jobs()
  const { status, json } = await get(id)
  assert.deepEqual([status, json.meta.size], [200, '1920x1080'])
  await nothingLeft()
})

/** The processes whose working folder this is. */
async function convertersIn(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => ((await readlink(`/proc/${pid}/cwd`).catch(() => '')) === folder ? [pid] : [])),
  )
  return found.flat()
}

test('two at once are made ready one after the other, and nobody waits in a worker', async () => {
  const begun = [await begin(video), await begin(video)]
  const most = { now: 0 }
  const folder = join(world.app.config.dataDir, 'converting')
  const watch = setInterval(async () => {
    most.now = Math.max(most.now, (await readdir(folder).catch(() => [])).length)
  }, 20)
  await Promise.all([world.jobs(), world.jobs()])
  world.pass(5000)
  await world.jobs()
  clearInterval(watch)
  assert.equal(most.now, 1)
  for (const { id } of begun) assert.equal((await get(id)).status, 200)
})

test('a large upload is not held in memory, and one that is too large leaves nothing', async () => {
  const address = await world.listen()
  // What lies about until the next collection is not held.
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const held = () => {
    collect()
    return process.memoryUsage().arrayBuffers
  }
  const before = held()
  let most = 0
  const zeros = Buffer.alloc(1_000_000)
  const send = async (bytes: number) => {
    const boundary = 'xxBOUNDARYxx'
    const start = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n`
    const body = async function* () {
      yield Buffer.concat([Buffer.from(start), video])
      for (let sent = 0; sent < bytes; sent += zeros.length) {
        if (sent % 30_000_000 === 0) most = Math.max(most, held() - before)
        yield zeros
      }
      yield Buffer.from(`\r\n--${boundary}--\r\n`)
    }
    const headers = {
      authorization: `Bearer ${alice.token}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    }
    const request = httpRequest(`${address}/api/v2/media`, { method: 'POST', headers })
    const answered = once(request, 'response') as Promise<[IncomingMessage]>
    // One that is refused is not read to its end.
    const sent = pipeline(Readable.from(body()), request).catch(() => {})
    const [response] = await answered
    const said = await text(response)
    request.destroy()
    await sent
    return { status: response.statusCode, json: JSON.parse(said) as { id: string } }
  }
  const good = await send(90_000_000)
  assert.equal(good.status, 202)
  assert.ok(most < 40_000_000, `${most} bytes`)
  const { id } = good.json
  await world.jobs()
  assert.equal((await get(id)).status, 200)
  assert.equal((await send(105_000_000)).status, 413)
  await nothingLeft()
})

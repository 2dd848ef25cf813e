import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openWorld, type World } from '../../testing/world.ts'
import { makePicture } from '../media/testing.ts'
import { openOutside } from '../outgoing/testing.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { cardEntries, peekCard, wantCard } from './index.ts'
import { cardWanted } from './signals.ts'
import { sweepCards } from './sweep.ts'
import { cardAt, cardOf, DAY_MS, MINUTE_MS, openSite, type Site, want } from './testing.ts'

let world: World
let site: Site

before(async () => {
  site = await openSite()
  world = site.world
})
after(() => site.close())
const page: Site['page'] = (html, headers) => site.page(html, headers)

/** Another server process on the same database, whose jobs it runs. */
async function other(moment: 'in-job' | 'never') {
  const script = fileURLToPath(new URL('./dying.testing.ts', import.meta.url))
  const { path, database } = world.app.db.pool.options
  const ahead = String(world.app.now().getTime() - Date.now())
  const child = spawn(
    process.execPath,
    [script, dirname(String(path)), database, world.app.config.dataDir, moment, ahead],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  const stderr = text(child.stderr)
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, stderr: await stderr }
}

describe('how often a page is asked', () => {
  test('once, however many post it at once, whatever its fragment', async () => {
    const url = page('<title>Popular</title>')
    const wanted = await Promise.all(Array.from({ length: 10 }, (_, index) => want(world, `${url}#${index}`)))
    assert.deepEqual(new Set(wanted), new Set([url]))
    assert.equal(await cardAt(world, url), null)
    await world.jobs()
    assert.equal((await cardAt(world, url))?.title, 'Popular')
    await cardOf(world, url)
    assert.equal(site.timesAsked(url), 1)
  })

  test('not for a post that never was', async () => {
    const url = page('<title>Undone</title>')
    const undone = transact(world.app.db, async (tx) => {
      await wantCard(world.app, tx, url)
      throw new Error('no')
    })
    await assert.rejects(undone)
    await world.jobs()
    assert.equal(site.timesAsked(url), 0)
    assert.equal((await cardOf(world, url))?.title, 'Undone')
  })

  test('again after two weeks, when somebody posts it; the old picture goes a day later', async () => {
    await site.picture('/old')
    const url = page('<title>Old</title><meta property="og:image" content="/old">')
    const old = await cardOf(world, url)
    world.pass(13 * DAY_MS)
    await cardOf(world, url)
    assert.equal(site.timesAsked(url), 1)
    world.pass(2 * DAY_MS)
    site.put(new URL(url).pathname, (_request, reply) => reply.setHeader('content-type', 'text/html').end('<title>New'))
    const fresh = await cardOf(world, url)
    assert.deepEqual([fresh?.title, fresh?.image, site.timesAsked(url)], ['New', null, 2])
    const picture = async () => (await world.tweeter.http.inject({ url: new URL(old!.image!).pathname })).statusCode
    assert.equal(await picture(), 200)
    world.pass(2 * DAY_MS)
    await world.jobs()
    assert.equal(await picture(), 404)
  })

  test('a dead link is tried three times by itself, then only when posted, ever more seldom', async () => {
    const url = page('')
    site.put(new URL(url).pathname, (_request, reply) => reply.writeHead(503).end())
    await cardOf(world, url)
    for (let post = 0; post < 5; post++) await cardOf(world, url)
    assert.equal(site.timesAsked(url), 1)
    world.pass(20 * MINUTE_MS)
    await world.jobs()
    world.pass(90 * MINUTE_MS)
    await world.jobs()
    assert.equal(site.timesAsked(url), 3)
    world.pass(5 * 60 * MINUTE_MS)
    await cardOf(world, url)
    assert.equal(site.timesAsked(url), 3)
    world.pass(2 * 60 * MINUTE_MS)
    site.put(new URL(url).pathname, (_request, reply) =>
      reply.setHeader('content-type', 'text/html').end('<title>Back'),
    )
    assert.equal((await cardOf(world, url))?.title, 'Back')
    assert.equal(site.timesAsked(url), 4)
  })

  test('a preview outlives an hour in which its page is gone', async () => {
    const url = page('<title>Kept</title>')
    await cardOf(world, url)
    world.pass(15 * DAY_MS)
    site.put(new URL(url).pathname, (_request, reply) => reply.writeHead(404).end())
    assert.equal((await cardOf(world, url))?.title, 'Kept')
    assert.equal(site.timesAsked(url), 2)
  })

  test('once, though two jobs have it to do at the same time', async () => {
    const url = page('')
    let here = 0
    let most = 0
    site.put(new URL(url).pathname, async (_request, reply) => {
      most = Math.max(most, ++here)
      await sleep(300)
      here--
      reply.setHeader('content-type', 'text/html').end('<title>Slow')
    })
    await want(world, url)
    await transact(world.app.db, (tx) => emit(tx, cardWanted, { url, putOff: 0 }))
    await Promise.all([world.jobs(), world.jobs(), world.jobs()])
    assert.equal((await cardAt(world, url))?.title, 'Slow')
    assert.deepEqual([site.timesAsked(url), most], [1, 1])
  })

  test('slow pages leave room for other jobs: two at once, the others later', async () => {
    let here = 0
    let most = 0
    const urls = ['a', 'b', 'c', 'd'].map((title) => {
      const url = page('')
      return site.put(new URL(url).pathname, async (_request, reply) => {
        most = Math.max(most, ++here)
        await sleep(300)
        here--
        reply.setHeader('content-type', 'text/html').end(`<title>${title}`)
      })
    })
    for (const url of urls) await want(world, url)
    await Promise.all(urls.map(() => world.jobs()))
    for (let round = 0; round < 6; round++) {
      world.pass(MINUTE_MS)
      await world.jobs()
    }
    assert.equal(most, 2)
    const cards = await cardEntries(world.app, null, urls)
    assert.deepEqual(
      [...cards.values()].map((card) => card?.title),
      ['a', 'b', 'c', 'd'],
    )
  })

  test('a process killed between asking and noting costs another asking, and no second picture', async () => {
    const url = page('<title>Survivor</title><meta property="og:image" content="/once">')
    await site.picture('/once')
    const folder = world.app.config.dataDir
    const pictures = () =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /cards,/.test(name))
    const before = pictures().length
    await want(world, url)
    const first = await other('in-job')
    assert.equal(first.signal, 'SIGKILL', JSON.stringify(first))
    assert.deepEqual([pictures().length - before, await cardAt(world, url)], [1, null])
    const last = await other('never')
    assert.equal(last.code, 0, last.stderr)
    world.app.db.onUncertain()
    const card = await cardAt(world, url)
    assert.equal(card?.title, 'Survivor')
    assert.equal((await world.tweeter.http.inject({ url: new URL(card!.image!).pathname })).statusCode, 200)
    assert.deepEqual([site.timesAsked(url), pictures().length - before], [2, 1])
  })

  test('once, though another process has it to do as well', async () => {
    const url = page('')
    site.put(new URL(url).pathname, async (_request, reply) => {
      // So long that the other process, which starts now, comes in between.
      if (site.timesAsked(url) === 1) await other('never')
      reply.setHeader('content-type', 'text/html').end('<title>Shared')
    })
    await want(world, url)
    await transact(world.app.db, (tx) => emit(tx, cardWanted, { url, putOff: 0 }))
    // One of the two jobs is done here, and one there.
    assert.equal(await world.jobs(), 1)
    assert.equal((await cardAt(world, url))?.title, 'Shared')
    assert.equal(site.timesAsked(url), 1)
  })

  test('one server is asked so often in a minute; the others wait', async () => {
    const urls = Array.from({ length: 40 }, (_, index) => `${page(`<title>${index}</title>`)}?flood`)
    site.outside.asked.length = 0
    for (const url of urls) await want(world, url)
    await world.jobs()
    assert.equal(site.outside.asked.length, 30)
    world.pass(5 * MINUTE_MS)
    await world.jobs()
    assert.equal(site.outside.asked.length, 40)
    const cards = await cardEntries(world.app, null, urls)
    assert.deepEqual(
      urls.map((url) => cards.get(url)?.title),
      urls.map((_, index) => String(index)),
    )
  })
})

describe('safety and bounds', () => {
  test('a private address is not asked, neither directly nor by a redirect, nor for a picture', async () => {
    const inner = await openOutside(
      (_request, reply) => reply.setHeader('content-type', 'text/html').end('<title>In'),
      '127.0.0.2',
    )
    after(inner.close)
    assert.equal(await cardOf(world, inner.url), null)
    const leads = page('')
    site.put(new URL(leads).pathname, (_request, reply) => reply.writeHead(302, { location: inner.url }).end())
    assert.equal(await cardOf(world, leads), null)
    const pictured = await cardOf(
      world,
      page(`<title>Out</title><meta property="og:image" content="${inner.url}/p.png">`),
    )
    assert.deepEqual([pictured?.title, pictured?.image], ['Out', null])
    assert.deepEqual(inner.asked, [])
  })

  test('pictures that are none, damaged or too large leave a card without', async () => {
    const bodies = [
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      (await makePicture()).subarray(0, 300),
      Buffer.alloc(9_000_000, 0xff),
    ]
    for (const [index, bytes] of bodies.entries()) {
      site.put(`/bad-${index}`, (_request, reply) => reply.writeHead(200, { 'content-type': 'image/png' }).end(bytes))
      const card = await cardOf(world, page(`<title>Bad</title><meta property="og:image" content="/bad-${index}">`))
      assert.deepEqual([card?.title, card?.image, card?.blurhash], ['Bad', null, null])
    }
  })

  test('many cards cost one statement, and none when warm', async () => {
    const urls = [page('<title>1</title>'), page('<title>2</title>'), page(''), `${site.outside.url}/never-wanted`]
    for (const url of urls.slice(0, 3)) await cardOf(world, url)
    for (const url of urls) assert.equal(peekCard(world.app, null, `${url}?`), undefined)
    world.app.db.onUncertain()
    const cold = await world.statements(() => cardEntries(world.app, null, urls))
    assert.equal(cold.count, 1)
    assert.deepEqual(
      [...cold.result.values()].map((card) => card?.title ?? null),
      ['1', '2', null, null],
    )
    const warm = await world.statements(() => cardEntries(world.app, null, urls))
    assert.equal(warm.count, 0)
    assert.deepEqual([peekCard(world.app, null, urls[0]!)?.title, peekCard(world.app, null, urls[3]!)], ['1', null])
  })

  test('what nobody wants for three months is swept; what is looked at stays', async () => {
    await site.picture('/swept')
    const [lost, seen] = [
      page('<title>Lost</title><meta property="og:image" content="/swept">'),
      page('<title>Seen</title>'),
    ]
    const picture = new URL((await cardOf(world, lost))!.image!).pathname
    await cardOf(world, seen)
    world.pass(60 * DAY_MS)
    world.app.db.onUncertain()
    await cardAt(world, seen)
    // The mark is made beside the answer.
    const marked = async () =>
      (
        await world.app.db
          .read`select 1 from cards where url = ${seen} and wanted_at > ${new Date(world.app.now().getTime() - DAY_MS)}`
      ).length
    for (let tries = 0; tries < 100 && (await marked()) === 0; tries++) await sleep(20)
    world.pass(31 * DAY_MS)
    assert.ok((await sweepCards(world.app)) >= 1)
    await world.jobs()
    assert.equal(await cardAt(world, lost), null)
    assert.equal((await cardAt(world, seen))?.title, 'Seen')
    assert.equal((await world.tweeter.http.inject({ url: picture })).statusCode, 404)
  })

  test('turned off, nothing is asked', async () => {
    const quiet = await openWorld({ TWEETER_OUTGOING_ALLOW: 'loopback', TWEETER_LINK_PREVIEWS: 'off' })
    after(quiet.close)
    assert.equal(await want(quiet, page('<title>x</title>')), null)
    assert.equal(await quiet.jobs(), 0)
  })
})

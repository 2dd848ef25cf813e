/** Home without a witness: where home rows are written, and what it means when that cannot be reached. */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { until } from '../../../testing/two-sites.ts'
import { Problem } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { stateOf } from '../state.ts'
import { moveHome } from './move.ts'
import { onceAtHome } from './once.ts'
import { openJoined, termAt } from './testing.ts'
import { readHome, transactHome } from './transact.ts'

const two = await openJoined()
after(two.close)
const { east, west, cable } = two

const claim = (site: typeof east, key: string) =>
  transactHome(site.app, async (tx) => {
    const id = Math.floor(Math.random() * 2 ** 40)
    await tx`insert into accounts (id, username) values (${id}, ${key})`
    await tx`insert into username_claims (key, skeleton, account_id) values (${key}, '', ${id})`
    return id
  })
const has = async (site: typeof east, key: string) =>
  (await site.app.db.read`select from username_claims where key = ${key}`).length > 0

/** @returns what it was refused with, and after how long. */
async function refused(work: () => Promise<unknown>): Promise<{ problem: Problem; ms: number }> {
  const began = performance.now()
  const error = await work().then(
    () => assert.fail('It was done'),
    (problem) => problem,
  )
  assert.ok(error instanceof Problem, String(error))
  return { problem: error, ms: performance.now() - began }
}

test('home rows are written at home, whoever asks, and can be read at once where they were asked for', async () => {
  await until(async () => (await east.app.db.read`select from tweeter.here where epoch = 1`).length > 0)
  await claim(east, 'here')
  await until(() => has(west, 'here'))
  const id = await claim(west, 'there')
  assert.ok(await has(west, 'there'))
  assert.ok(await has(east, 'there'))
  assert.equal((await west.app.db.read`select from accounts where id = ${id}`).length, 1)
})

test('who goes around transactHome is refused by the database', async () => {
  for (const { app } of [east, west]) {
    const around = transact(app.db, (tx) => tx`update username_claims set skeleton = 'x' where key = 'here'`)
    await assert.rejects(around, { code: 'TW503' })
  }
})

test('people sign up at either site', async () => {
  const body = {
    username: 'walter',
    email: 'walter@people.example',
    password: 'a long enough password',
    agreement: true,
  }
  const app = (
    await west.call('POST', '/api/v1/apps', {
      body: { client_name: 'x', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read write' },
    })
  ).json
  const token = (
    await west.call('POST', '/oauth/token', {
      body: {
        grant_type: 'client_credentials',
        client_id: app.client_id,
        client_secret: app.client_secret,
        scope: 'read write',
      },
    })
  ).json.access_token
  const made = await west.call('POST', '/api/v1/accounts', { token, body })
  assert.equal(made.status, 200, made.text)
  const again = await east.call('POST', '/api/v1/accounts', { token, body: { ...body, email: 'other@people.example' } })
  assert.equal(again.status, 422, again.text)
})

test('a key is answered once, for one thing', async () => {
  let done = 0
  const ask = (site: typeof east, asked: unknown) =>
    onceAtHome(site.app, { scope: 'test', key: 'k', asked }, async () => ({ done: ++done }))
  assert.deepEqual(await ask(east, { to: 1 }), { done: 1 })
  assert.deepEqual(await ask(west, { to: 1 }), { done: 1 })
  await assert.rejects(ask(west, { to: 2 }), { status: 422 })
  const both = await Promise.all(
    [east, west].map(({ app }) => onceAtHome(app, { scope: 'test', key: 'l', asked: 1 }, async () => ++done)),
  )
  assert.deepEqual(both, [2, 2])
  const failing = () =>
    onceAtHome(east.app, { scope: 'test', key: 'm', asked: 1 }, async () => {
      throw new Error('no')
    })
  await assert.rejects(failing(), /no/)
  assert.equal(await onceAtHome(east.app, { scope: 'test', key: 'm', asked: 1 }, async () => 'yes'), 'yes')
})

test('in a partition home goes on, and the other site refuses within a second and reads what it has', async () => {
  cable.cut()
  const atOnce = await refused(() => claim(west, 'cut'))
  assert.equal(atOnce.problem.status, 503)
  assert.ok(atOnce.problem.retryAfterSeconds! > 0)
  assert.ok(atOnce.ms < 1000, `${atOnce.ms} ms`)
  await until(() => !stateOf(west.app).reachable)
  const later = await refused(() => claim(west, 'cut'))
  assert.ok(later.ms < 100, `${later.ms} ms`)
  await claim(east, 'alone')
  assert.equal(
    await readHome(east.app, async (read) => (await read`select from username_claims where key = 'alone'`).length),
    1,
  )
  assert.equal(
    await readHome(west.app, async (read) => (await read`select from username_claims where key = 'there'`).length),
    1,
  )
  cable.mend()
  await until(() => has(west, 'alone'))
  assert.equal(await has(east, 'cut'), false)
  await until(() => stateOf(west.app).reachable)
  await claim(west, 'healed')
  assert.equal(termAt(west), '1 0 alone')
})

test('home moves by hand: the former one stops first, and nothing is lost', async () => {
  const written: string[] = []
  let stop = false
  const writing = (async () => {
    for (let n = 0; !stop; n++) {
      const key = `moving ${n}`
      await claim(n % 2 ? east : west, key).then(
        () => written.push(key),
        (problem) => assert.ok(problem instanceof Problem, String(problem)),
      )
    }
  })()
  await until(() => written.length > 5)
  const term = await moveHome(west.app, { here: true, otherIsDead: false })
  assert.deepEqual([term.epoch, term.home, term.mode], [2, 1, 'alone'])
  const before = written.length
  await until(() => written.length > before + 5)
  stop = true
  await writing
  await until(() => termAt(east) === '2 1 alone')
  await until(async () => (await Promise.all(written.map((key) => has(east, key)))).every(Boolean))
  assert.ok((await Promise.all(written.map((key) => has(west, key)))).every(Boolean))
  await assert.rejects(
    transact(east.app.db, (tx) => tx`delete from username_claims where key = 'here'`),
    { code: 'TW503' },
  )
})

test('a home that cannot be asked is left only for dead; it yields when it comes back, and what it had is set aside', async () => {
  cable.cut()
  await until(() => !stateOf(east.app).reachable && !stateOf(west.app).reachable)
  await claim(west, 'only at west')
  await assert.rejects(moveHome(east.app, { here: true, otherIsDead: false }), /i-know-the-other-is-dead/)
  assert.equal(termAt(east), '2 1 alone')
  const term = await moveHome(east.app, { here: true, otherIsDead: true })
  assert.deepEqual([term.epoch, term.home, term.mode], [3, 0, 'alone'])
  await until(() => termAt(east) === '3 0 alone')
  await claim(east, 'only at east')
  cable.mend()
  await until(() => termAt(west) === '3 0 alone', 20_000)
  await until(() => has(west, 'only at east'), 20_000)
  await until(async () => !(await has(west, 'only at west')), 20_000)
  const aside = await west.app.db.read<{ of_key: string[] }>`select of_key from tweeter.set_aside`
  assert.deepEqual(
    aside.map((row) => row.of_key),
    [['only at west']],
  )
  assert.equal(await has(east, 'only at west'), false)
  await claim(west, 'together again')
  assert.ok(await has(west, 'together again'))
})

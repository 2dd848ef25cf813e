import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../../testing/world.ts'
import { html } from '../../kit/index.ts'
import { sendMail, suppress, suppressionOf, template } from '../../mail/index.ts'
import { answer, startMailServer } from '../../mail/testing.ts'
import { emit, emitAt, signal } from '../../signals/index.ts'
import { transact } from '../../storage/index.ts'

const mails = { refuse: false }
const server = await startMailServer({ after } as never, {
  onRcptTo: (_address, _session, done) => done(mails.refuse ? answer(451, 'Busy') : null),
})
const world = await openWorld({ SMTP_URL: `smtp://127.0.0.1:${server.port}` })
after(world.close)
const { app } = world
const admin = await world.account('adam', { role: 'admin' })
const moderator = await world.account('mona', { role: 'moderator' })
const user = await world.account('ulla')

const happened = signal<{ n: number; words: string }>('test.operated', 'Something happened.')
const ran: number[] = []
const work = { fails: true, begin: async () => {} }
app.bus.later(
  happened,
  'test.works',
  async (_tx, { n }) => {
    await work.begin()
    if (work.fails) throw new Error(`not yet ${n}`)
    ran.push(n)
  },
  { attempts: 2 },
)
app.bus.later(happened, 'test.works-too', async () => {}, { attempts: 2 })
const leave = (n: number) => transact(app.db, (tx) => emit(tx, happened, { n, words: 'x'.repeat(n) }))

const OURS = '/api/tweeter/v1/admin'
const ask = (method: string, path: string, body: object = {}, who: Person = admin) =>
  world.call(method, `${OURS}/${path}`, { token: who.token, ...(method === 'GET' ? {} : { body }) })
const ok = async (method: string, path: string, body?: object) => {
  const reply = await ask(method, path, body)
  assert.equal(reply.status, 200, `${method} ${path}: ${reply.text}`)
  return reply.json
}
const newest = async (): Promise<{ action: string; target: string | null; details: object }> => {
  const [entry] = (await world.call('GET', `${OURS}/audit_log?limit=1`, { token: admin.token })).json
  return { action: entry.action, target: entry.target_id, details: entry.details }
}
const entries = async () =>
  (await app.db.read<{ count: number }>`select count(*)::int as count from audit_log`)[0]!.count
async function park(...numbers: number[]) {
  work.fails = true
  for (const n of numbers) await leave(n)
  for (let tries = 0; tries < 2; tries++) {
    await world.jobs()
    world.pass(10_000)
  }
}

test('jobs are shown with what went wrong, and counted', async () => {
  await leave(400)
  await transact(app.db, (tx) => emitAt(tx, happened, { n: 1, words: '' }, new Date(app.now().getTime() + 3_600_000)))
  world.pass(90_000)
  const [due] = await ok('GET', 'jobs?state=waiting&listener=test.works')
  assert.deepEqual(
    [due.listener, due.fact, due.state, due.tries, due.last_error, due.parked_at, due.payload.length],
    ['test.works', 'test.operated', 'waiting', 0, null, null, 301],
  )
  assert.match(due.payload, /^\{"n": 400, "words": "x+…$/)
  assert.equal((await ok('GET', 'jobs?state=future')).length, 2)
  const summary = await ok('GET', 'jobs/summary')
  assert.deepEqual([summary.waiting, summary.future, summary.parked, summary.failing], [2, 2, 0, 0])
  assert.ok(summary.oldest_waiting_seconds >= 90 && summary.oldest_waiting_seconds < 120)

  await world.jobs()
  assert.deepEqual((await ok('GET', 'jobs/summary')).failing, 1)
  world.pass(10_000)
  await world.jobs()
  const [parked, ...others] = await ok('GET', 'jobs?state=parked')
  assert.deepEqual([parked.id, parked.tries, parked.run_at, parked.last_error], [due.id, 2, null, 'not yet 400'])
  assert.ok(parked.parked_at)
  assert.deepEqual(others, [])
  const one = (await ok('GET', 'jobs/summary')).listeners.find((row: { parked: number }) => row.parked > 0)
  assert.deepEqual(one, {
    listener: 'test.works',
    fact: 'test.operated',
    waiting: 0,
    future: 1,
    parked: 1,
    failing: 0,
    oldest_waiting_seconds: null,
  })
})

test('a retry truly runs the job again, and says so in the log', async () => {
  const [parked] = await ok('GET', 'jobs?state=parked')
  work.fails = false
  assert.deepEqual(await ok('POST', `jobs/${parked.id}/retry`), {})
  assert.deepEqual(await newest(), { action: 'job.retry', target: parked.id, details: { listener: 'test.works' } })
  await world.jobs()
  assert.deepEqual(ran, [400])
  assert.deepEqual(await ok('GET', 'jobs?state=parked'), [])
  const [future] = await ok('GET', 'jobs?state=future')
  const before = await entries()
  assert.equal((await ask('POST', `jobs/${parked.id}/retry`)).status, 404)
  assert.equal((await ask('POST', `jobs/${future.id}/retry`)).status, 422, 'what has not failed keeps its time')
  assert.equal(await entries(), before)
})

test('all of a listener are run again, and one is dropped', async () => {
  ran.length = 0
  await park(1, 2, 3)
  assert.deepEqual(await ok('POST', 'jobs/retry_all', { listener: 'test.works-too' }), { retried: 0 })
  const [dropped] = await ok('GET', 'jobs?state=parked')
  assert.deepEqual(await ok('DELETE', `jobs/${dropped.id}`), {})
  assert.deepEqual(await newest(), { action: 'job.drop', target: dropped.id, details: { listener: 'test.works' } })
  work.fails = false
  assert.deepEqual(await ok('POST', 'jobs/retry_all', { listener: 'test.works' }), { retried: 2 })
  assert.deepEqual((await newest()).details, { listener: 'test.works', retried: 2 })
  await world.jobs()
  assert.deepEqual(ran.toSorted(), [1, 2])
  await park(5)
  work.fails = false
  assert.deepEqual(await ok('POST', 'jobs/retry_all'), { retried: 1 })
  await world.jobs()
  assert.equal((await ask('DELETE', `jobs/${dropped.id}`)).status, 404)
})

test('a job that runs is left alone, and nobody waits for it', async () => {
  await park(7)
  const [parked] = await ok('GET', 'jobs?state=parked')
  await ok('POST', `jobs/${parked.id}/retry`)
  const begun = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  work.fails = false
  work.begin = () => {
    begun.resolve()
    return go.promise
  }
  const running = world.jobs()
  await begun.promise
  assert.equal((await ask('DELETE', `jobs/${parked.id}`)).status, 409)
  go.resolve()
  await running
  work.begin = async () => {}
  assert.ok(ran.includes(7))
})

test('two at once: one of them retries, and it runs once', async () => {
  ran.length = 0
  await park(8)
  const [parked] = await ok('GET', 'jobs?state=parked')
  work.fails = false
  const before = await entries()
  const replies = await Promise.all([1, 2].map(() => ask('POST', `jobs/${parked.id}/retry`)))
  const [first, second] = replies.map((reply) => reply.status).sort()
  assert.equal(first, 200)
  assert.ok(second === 409 || second === 422, String(second))
  assert.equal(await entries(), before + 1)
  await world.jobs()
  assert.deepEqual(ran, [8])
})

test('lists are paged, and are three statements whatever is in them', async () => {
  await ok('GET', 'jobs')
  const few = await world.statements(() => ok('GET', 'jobs?limit=1'))
  for (let n = 0; n < 25; n++) await leave(n)
  const many = await world.statements(() => ok('GET', 'jobs?limit=200'))
  assert.equal(many.count, few.count)
  assert.ok(many.result.length >= 50)
  const first = await ask('GET', 'jobs?limit=20&state=waiting')
  const next = /max_id=(\d+)/.exec(String(first.headers.link))![1]
  assert.equal(next, first.json[19].id)
  const second = await ok('GET', `jobs?limit=20&state=waiting&max_id=${next}`)
  assert.ok(Number(second[0].id) < Number(next))
  const back = await ok('GET', `jobs?limit=20&state=waiting&min_id=${second[0].id}`)
  assert.deepEqual(
    back.map((job: { id: string }) => job.id),
    first.json.map((job: { id: string }) => job.id),
  )
  assert.equal((await ask('GET', 'jobs?state=odd')).status, 400)
  await world.jobs()
})

const hello = template<object>(
  'tests.hello',
  () => 'A subject',
  () => 'Secret words.',
  () => html`<p>Secret words.</p>`,
)
const send = async (to: string) =>
  String(await transact(app.db, (tx) => sendMail(tx, { to, template: hello, data: {} })))

test('mails are shown without their words, sent again, given up', async () => {
  mails.refuse = true
  const [one, two] = [await send('ann@example.org'), await send('ben@example.org')]
  await world.jobs()
  const reply = await ask('GET', 'mail?state=waiting')
  assert.doesNotMatch(reply.text, /Secret/)
  const [second, first] = reply.json
  assert.deepEqual([second.id, first.id], [two, one])
  assert.deepEqual(
    [first.template, first.to, first.subject, first.state, first.tries, first.retriable],
    ['tests.hello', 'ann@example.org', 'A subject', 'waiting', 1, true],
  )
  assert.match(first.last_error, /451 Busy/)
  assert.ok(Date.parse(first.next_try_at) > app.now().getTime())
  assert.deepEqual((await ok('GET', 'mail/summary')).waiting, 2)

  mails.refuse = false
  assert.deepEqual(await ok('POST', `mail/${one}/retry`), {})
  assert.deepEqual(await newest(), { action: 'mail.retry', target: one, details: {} })
  assert.deepEqual(await ok('DELETE', `mail/${two}`), {})
  assert.deepEqual(await newest(), { action: 'mail.drop', target: two, details: {} })
  await world.jobs()
  assert.equal(server.received.length, 1)
  const [left, ...others] = await ok('GET', 'mail')
  assert.deepEqual([left.id, left.state, left.next_try_at, left.retriable], [two, 'failed', null, false])
  assert.deepEqual(others, [], 'what was delivered is not listed')
  assert.deepEqual(await ok('GET', 'mail?state=failed'), [left])
  const { sent, failed, waiting } = await ok('GET', 'mail/summary')
  assert.deepEqual({ sent, failed, waiting }, { sent: 1, failed: 1, waiting: 0 })

  const before = await entries()
  assert.equal((await ask('POST', `mail/${one}/retry`)).status, 422)
  assert.equal((await ask('DELETE', `mail/${two}`)).status, 422)
  assert.equal((await ask('DELETE', 'mail/1')).status, 404)
  assert.equal((await ask('POST', 'mail/1/retry')).status, 404)
  assert.equal(await entries(), before)
  mails.refuse = true
  await send('cleo@example.org')
  await world.jobs()
  mails.refuse = false
  assert.deepEqual(await ok('POST', 'mail/retry_all'), { retried: 1 })
  await world.jobs()
  assert.equal(server.received.length, 2)
})

test('suppressed addresses are listed and lifted', async () => {
  await transact(app.db, (tx) => suppress(app, tx, 'Gone@example.org', 'bounced', '5.1.1 no such user'))
  world.pass(1000)
  await transact(app.db, (tx) => suppress(app, tx, 'cross@example.org', 'complained'))
  const list = await ok('GET', 'mail/suppressions')
  assert.deepEqual(
    list.map((one: { address: string; reason: string; detail: string }) => [one.address, one.reason, one.detail]),
    [
      ['cross@example.org', 'complained', ''],
      ['gone@example.org', 'bounced', '5.1.1 no such user'],
    ],
  )
  assert.deepEqual(await ok('GET', 'mail/suppressions?limit=1&offset=1'), [list[1]])
  assert.deepEqual(await ok('DELETE', `mail/suppressions/${list[1].id}`), {})
  assert.deepEqual(await newest(), { action: 'mail.lift', target: null, details: { address: 'gone@example.org' } })
  assert.equal(await suppressionOf(app, 'gone@example.org'), null)
  assert.deepEqual(await ok('GET', 'mail/suppressions'), [list[0]])
  assert.equal((await ask('DELETE', `mail/suppressions/${list[1].id}`)).status, 404)
  assert.equal((await ask('DELETE', 'mail/suppressions/gone@example.org')).status, 404)
})

test('neither people nor moderators see or do any of this', async () => {
  await park(9)
  const [job] = await ok('GET', 'jobs?state=parked')
  const [kept] = await ok('GET', 'mail/suppressions')
  const before = await entries()
  const calls = [
    ['GET', 'jobs'],
    ['GET', 'jobs/summary'],
    ['POST', 'jobs/retry_all'],
    ['POST', `jobs/${job.id}/retry`],
    ['DELETE', `jobs/${job.id}`],
    ['GET', 'mail'],
    ['GET', 'mail/summary'],
    ['POST', 'mail/retry_all'],
    ['GET', 'mail/suppressions'],
    ['DELETE', `mail/suppressions/${kept.id}`],
  ] as const
  const narrow = { ...admin, token: await world.token(admin.id, ['read', 'write']) }
  for (const [method, path] of calls) {
    for (const who of [user, moderator, narrow]) {
      const reply = await ask(method, path, {}, who)
      assert.equal(reply.status, 403, `${method} ${path} as ${who.username}: ${reply.text}`)
    }
    assert.equal((await world.call(method, `${OURS}/${path}`)).status, 401)
  }
  assert.equal(await entries(), before)
  assert.equal((await ok('GET', 'jobs?state=parked')).length, 1)
})

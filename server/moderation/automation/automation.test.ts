import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { mailsTo } from '../../accounts/testing.ts'
import { readyToRecord } from '../../requests/index.ts'
import { othersWrote, pulse } from '../../signals/index.ts'
import { sweep } from '../sweep.ts'
import { restraintFor } from './restrain.ts'
import { read } from './testing.ts'
import { visitorOf } from './visitors.ts'

const world = await openWorld()
after(world.close)
const { app } = world
// Not at the end of an hour or a day, where what belongs together would be two.
const nextNoon = () => Math.ceil((app.now().getTime() - 12 * HOUR) / DAY) * DAY + 12 * HOUR - app.now().getTime()
const HOUR = 3_600_000
const DAY = 24 * HOUR
world.pass(nextNoon())

const owner = await world.account('olga', { role: 'owner' })
const mod = await world.account('mona', { role: 'moderator' })
const OURS = '/api/tweeter/v1/admin/automation'

interface Listed {
  readonly id: string
  readonly pattern: string
  readonly account: { readonly username: string } | null
  readonly visitor: string | null
}
const list = async (query = ''): Promise<Listed[]> => {
  const { status, json, text } = await world.call('GET', OURS + query, { token: mod.token })
  assert.equal(status, 200, text)
  return json
}
const about = async (username: string, query = '') =>
  (await list(query)).filter((one) => one.account?.username === username)
const verb = (id: string, name: string, body: object = {}, token = mod.token) =>
  world.call('POST', `${OURS}/${id}/${name}`, { token, body })
const entries = async (query: string) =>
  (await world.call('GET', `/api/tweeter/v1/admin/audit_log?${query}`, { token: mod.token })).json

/** A timer. */
const clockwork = { requests: 700, gapMeanMs: 1_000, gapDeviationMs: 20 }
const writer = { requests: 500, writes: 450 }

test('who looks automated is proposed, once for each pattern, with the numbers', async () => {
  const bea = await world.account('bea')
  await read(world, { accountId: Number(bea.id), ...clockwork, agent: 'curl' })
  const [found, ...more] = await about('bea')
  assert.deepEqual(more, [])
  const { id, account, first_seen_at, last_seen_at, ...rest } = found as Listed & Record<string, unknown>
  assert.deepEqual([typeof id, account!.username, first_seen_at !== last_seen_at], ['string', 'bea', true])
  assert.deepEqual(rest, {
    ...{ pattern: 'clockwork', state: 'open', visitor: null, address: null, agent: 'curl', declared: false },
    evidence: { requests: 700, gap_mean_ms: 1_000, gap_deviation_ms: 20 },
    ...{ limitable: true, limited_until: null, automatic: false, decided_by: null, decided_at: null },
  })
  // Its own staff and strangers, other scopes: permissions.test.ts and the table of authorization.
  world.pass(11 * 60_000)
  await read(world, { accountId: Number(bea.id), ...clockwork }, { accountId: Number(bea.id), ...writer })
  assert.deepEqual((await about('bea')).map((one) => one.pattern).toSorted(), ['clockwork', 'writing'])
  assert.deepEqual((await list('?pattern=writing')).length, 1)
  assert.equal((await world.call('GET', `${OURS}?pattern=nonsense`, { token: mod.token })).status, 400)
})

test('stretches add up within an hour, not beyond', async () => {
  const cem = await world.account('cem')
  const part = { accountId: Number(cem.id), requests: 251, gapMeanMs: 1_000, gapDeviationMs: 20 }
  await read(world, part)
  assert.deepEqual(await about('cem'), [])
  world.pass(HOUR)
  await read(world, part)
  assert.deepEqual(await about('cem'), [])
  world.pass(60_000)
  await read(world, part)
  assert.equal((await about('cem')).length, 1)
})

test('nobody who says what they are, no staff, nobody lively', async () => {
  const bot = await world.account('weatherbot')
  await world.call('PATCH', '/api/v1/accounts/update_credentials', { token: bot.token, body: { bot: true } })
  const dan = await world.account('dan')
  const sly = await world.account('sly')
  const quiet = { ...writer, ...clockwork }
  await read(
    world,
    { accountId: Number(bot.id), ...quiet },
    { accountId: Number(mod.id), ...quiet, requests: 9_000 },
    { accountId: Number(dan.id), requests: 1_500, writes: 150, routes: 40, notFound: 12, refused: 4 },
    // A script that nobody has marked as a bot: what its agent says, its followers do not see.
    { accountId: Number(sly.id), ...quiet, agent: 'python-requests', kind: 'bot' },
    { visitor: '00000000000feed0', agent: 'FeedReader', kind: 'bot', ...clockwork },
    { accountId: 999, ...quiet },
  )
  const names = (await list()).map((one) => one.account?.username ?? one.visitor)
  for (const name of ['weatherbot', 'mona', 'dan', '00000000000feed0']) assert.ok(!names.includes(name), name)
  assert.equal(names.filter((name) => name === 'sly').length, 2)
  // What does harm is shown all the same, and said to be declared.
  await read(world, { accountId: Number(bot.id), requests: 9_000 })
  assert.deepEqual(
    (await about('weatherbot')).map((one) => [one.pattern, 'declared' in one && one.declared]),
    [['flooding', true]],
  )
})

test('sleepless: whoever writes at all hours, while an app that only reads may', async () => {
  const eva = await world.account('eva')
  const fay = await world.account('fay')
  for (let hour = 0; hour < 24; hour++) {
    const writes = hour % 24 < 16 ? 20 : 0
    await read(
      world,
      { accountId: Number(eva.id), requests: 5, writes: 1 },
      { accountId: Number(fay.id), requests: 60, writes },
    )
    world.pass(HOUR)
  }
  assert.deepEqual(
    (await about('eva')).map((one) => one.pattern),
    ['sleepless'],
  )
  assert.deepEqual(await about('fay'), [])
})

test('a limited account gets a tenth, its browser a share of its own, and its person is told', async () => {
  const gus = await world.account('gus')
  await read(world, { accountId: Number(gus.id), ...clockwork })
  const [found] = await about('gus')
  const ask = () => world.call('GET', '/api/v1/accounts/verify_credentials', { token: gus.token })
  assert.equal((await ask()).headers['x-ratelimit-limit'], undefined)
  const limited = await verb(found!.id, 'limit', { hours: 2 })
  assert.deepEqual([limited.status, limited.json.state, limited.json.decided_by.username], [200, 'limited', 'mona'])
  const first = await ask()
  assert.deepEqual([first.status, first.headers['x-ratelimit-limit']], [200, '150'])
  for (let at = 0; at < 149; at++) await ask()
  const refused = await ask()
  assert.equal(refused.status, 429)
  assert.match(refused.json.error, /looked automated/)
  assert.ok(Number(refused.headers['retry-after']) > 0)
  // Nobody else notices, and signing in goes by address.
  assert.equal(restraintFor(app, Number(mod.id), '192.0.2.1'), null)
  assert.equal(restraintFor(app, null, '192.0.2.1'), null)
  assert.equal((await world.call('GET', '/auth/sign_in')).status, 200)
  await world.jobs()
  const mails = await mailsTo(world, 'gus@people.example')
  assert.match(mails.at(-1)!.text, /a tenth of the usual number/)
  world.pass(2 * HOUR)
  const [notification] = (await world.call('GET', '/api/v1/notifications', { token: gus.token })).json
  assert.equal(notification.type, 'moderation_warning')
  assert.match(notification.moderation_warning.text, /the way a program does.*UTC/)
  assert.equal((await ask()).headers['x-ratelimit-limit'], undefined, 'the time is over')
  assert.deepEqual(await about('gus', '?state=limited'), [])
  const [entry] = await entries(`target_id=${gus.id}&target_type=account`)
  assert.deepEqual([entry.action, entry.account.username], ['automation.limit', 'mona'])
  // It goes on as before: that is new evidence.
  await read(world, { accountId: Number(gus.id), ...clockwork })
  const [again] = await about('gus')
  assert.notEqual(again!.id, found!.id)
})

test('a limit is lifted, and a dismissal holds for 30 days', async () => {
  const hal = await world.account('hal')
  const id = Number(hal.id)
  await read(world, { accountId: id, ...clockwork })
  const [found] = await about('hal')
  assert.equal((await verb(found!.id, 'lift')).status, 422)
  await verb(found!.id, 'limit')
  assert.notEqual(restraintFor(app, id, ''), null)
  assert.equal((await verb(found!.id, 'dismiss')).status, 422)
  pulse(app.bus, othersWrote, {})
  assert.equal((await verb(found!.id, 'lift')).json.state, 'dismissed')
  assert.equal(restraintFor(app, id, ''), null)
  await read(world, { accountId: id, ...clockwork })
  assert.deepEqual(await about('hal'), [])
  assert.equal((await about('hal', '?state=dismissed')).length, 1)
  world.pass(31 * DAY)
  await read(world, { accountId: id, ...clockwork })
  assert.equal((await about('hal')).length, 1)
  assert.equal((await verb('12', 'dismiss')).status, 404)
  assert.equal((await verb(found!.id, 'limit', { hours: 0 })).status, 422)
})

test('what another process decided holds here, too', async () => {
  const ida = await world.account('ida')
  await read(world, { accountId: Number(ida.id), ...clockwork })
  await app.db
    .pool`update automation_proposals set state = 'limited', limited_until = ${new Date(app.now().getTime() + DAY)}
                     where account_id = ${Number(ida.id)}`
  assert.equal(restraintFor(app, Number(ida.id), ''), null)
  pulse(app.bus, othersWrote, {})
  for (let tries = 0; restraintFor(app, Number(ida.id), '') === null && tries < 100; tries++)
    await new Promise((done) => setTimeout(done, 20))
  assert.notEqual(restraintFor(app, Number(ida.id), ''), null)
})

test('an address: limited until its hash changes, with the address for those who may block it', async () => {
  await readyToRecord(app)
  const visitor = visitorOf(app, '198.51.100.7')!
  await read(world, { visitor, requests: 300, notFound: 280 })
  const [found] = (await list()).filter((one) => one.visitor === visitor)
  assert.equal((found as unknown as { address: unknown }).address, null)
  const seen = await world.call('GET', OURS, { token: owner.token })
  assert.equal(seen.json.find((one: Listed) => one.visitor === visitor).address, '198.51.100.7')
  const { json } = await verb(found!.id, 'limit', { hours: 100 })
  const midnight = new Date(Math.ceil(app.now().getTime() / DAY) * DAY)
  assert.equal(json.limited_until, midnight.toISOString())
  assert.equal(restraintFor(app, null, '198.51.100.7')?.share, 0.1)
  assert.equal(restraintFor(app, Number(owner.id), '198.51.100.7'), null)
  assert.equal(restraintFor(app, null, '198.51.100.8'), null)
  world.pass(DAY)
  assert.equal(restraintFor(app, null, '198.51.100.7'), null)
  assert.equal((await verb(found!.id, 'limit')).status, 422)
})

test('lists and what is read cost the same, however many there are', async () => {
  const people = []
  for (let at = 0; at < 12; at++) people.push(await world.account(`many${at}`))
  const actors = people.map((one) => ({ accountId: Number(one.id), ...clockwork }))
  const one = await world.statements(() => read(world, actors[0]!))
  const many = await world.statements(() => read(world, ...actors))
  assert.equal(many.count, one.count)
  assert.ok(many.count <= 8, `${many.count}`)
  const short = await world.statements(() => list('?limit=1'))
  const long = await world.statements(() => list())
  assert.ok(long.result.length >= 12)
  assert.ok(long.count <= short.count + 1 && long.count <= 4, `${short.count} and ${long.count}`)
  const page = await world.call('GET', `${OURS}?limit=5`, { token: mod.token })
  assert.match(String(page.headers.link), /rel="next"/)
})

test('two moderators at once: one after the other', async () => {
  const [found] = await about('many3')
  const replies = await Promise.all([verb(found!.id, 'limit'), verb(found!.id, 'dismiss'), verb(found!.id, 'limit')])
  for (const { status, text } of replies) assert.ok([200, 422].includes(status), text)
  const { id } = found!.account as unknown as { id: string }
  const done = replies.filter((reply) => reply.status === 200).length
  assert.equal((await entries(`target_type=account&target_id=${id}`)).length, done)
})

test('it ends: hours after a day, proposals that nobody adds to, what is settled', async () => {
  const before = (await list('?limit=200')).length
  assert.ok(before > 0)
  world.pass(15 * DAY)
  await sweep(app)
  assert.deepEqual(await list(), [])
  const [hours] = await app.db.read<{ count: number }>`select count(*)::int as count from automation_hours`
  assert.equal(hours!.count, 0)
  world.pass(100 * DAY)
  await sweep(app)
  const [rows] = await app.db.read<{ count: number }>`select count(*)::int as count from automation_proposals`
  assert.equal(rows!.count, 0)
})

test('asking who is limited costs nobody anything', () => {
  const began = process.hrtime.bigint()
  const times = 200_000
  for (let at = 0; at < times; at++) restraintFor(app, 7, '192.0.2.1')
  const each = Number(process.hrtime.bigint() - began) / times
  assert.ok(each < 1_000, `${each} ns`)
})

test('nothing of all this was a fault of ours', () => assert.deepEqual(world.complaints, []))

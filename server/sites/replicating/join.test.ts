import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openTwoSites, type Site, until } from '../../../testing/two-sites.ts'
import { callOnce } from '../link/call.ts'
import { identityOf } from '../link/identity.ts'
import { initSite, Refused, readInvitation } from '../link/index.ts'
import { stateOf } from '../state.ts'
import { joinSite } from './join.ts'
import { leaveSite } from './leave.ts'
import { replicationStatus } from './status.ts'
import { equaliseHome, verifySites } from './verify.ts'

// So little is kept that it is soon too little.
const settings = { max_slot_wal_keep_size: '24MB', max_wal_size: '64MB', min_wal_size: '32MB', wal_keep_size: '0' }
const both = await openTwoSites({ met: false, settings })
after(() => both.close())
const { east, west, cable } = both

const wish = (site: Site) => ({
  name: site.name,
  listen: site.linkListen,
  address: cable.addresses[site.name],
  databaseUrl: null,
})
const invite = async () => {
  const code = await initSite(east.app, wish(east))
  return { code, wish: wish(west) }
}
const post = async (site: Site, token: string, status: string) => {
  const reply = await site.call('POST', '/api/v1/statuses', { token, body: { status } })
  assert.equal(reply.status, 200, reply.text)
  return reply.json.id as string
}
const shows = async (site: Site, token: string, id: string) =>
  (await site.call('GET', `/api/v1/statuses/${id}`, { token })).status === 200
/** Strangers are answered, if only that they may not ask. */
const refused = (error: unknown) => error instanceof Refused
const equal = async (site: Site) =>
  assert.deepEqual(
    (await verifySites(site.app, { repair: false })).filter(({ differing }) => differing > 0),
    [],
  )

const alice = await east.account('alice')
const bob = await east.account('bob')

test('a site joins, both serve everybody, and each says how far it is', async () => {
  const first = await post(east, alice.token, 'Hello #world')
  await east.call('POST', `/api/v1/statuses/${first}/favourite`, { token: bob.token })
  await east.call('POST', `/api/v1/accounts/${alice.id}/follow`, { token: bob.token })
  await assert.rejects(joinSite(west.app, { invitation: null }), /with which invitation/)
  const steps: string[] = []
  const invitation = await invite()
  await until(() => stateOf(east.app).here.name === 'east')
  // The first begins to listen a moment after it was told to.
  await until(() =>
    callOnce(readInvitation(invitation.code), identityOf(west.app), 'ping', null).then(Boolean, refused),
  )
  const verdicts = await joinSite(west.app, { invitation, onStep: (step) => void steps.push(step) })
  assert.ok(verdicts.every(({ differing }) => differing === 0))
  assert.equal(steps.length, 3)
  await until(() => stateOf(east.app).other?.state === 'joined' && stateOf(east.app).reachable)
  assert.deepEqual(
    [east, west].map(({ app }) => [stateOf(app).here.epoch, stateOf(app).here.home]),
    [
      [1, 0],
      [1, 0],
    ],
  )
  // What is derived is there as well.
  const reply = await west.call('GET', `/api/v1/statuses/${first}`, { token: alice.token })
  assert.deepEqual([reply.json.favourites_count, reply.json.tags.length], [1, 1])
  const profile = await west.call('GET', `/api/v1/accounts/${alice.id}`, { token: bob.token })
  assert.deepEqual([profile.json.followers_count, profile.json.statuses_count], [1, 1])

  const there = await post(west, alice.token, 'From the other side')
  await until(() => shows(east, alice.token, there))
  const status = await replicationStatus(west.app)
  assert.deepEqual(
    status.outgoing.map(({ kind, state, atRisk }) => [kind, state, atRisk]),
    [
      ['shared', 'streaming', false],
      ['home', 'streaming', false],
    ],
  )
  assert.deepEqual(
    status.incoming.map(({ state, pauses }) => [state, pauses]),
    [
      ['running', []],
      ['running', []],
    ],
  )
  await equal(west)
  await equal(east)
  await assert.rejects(joinSite(west.app, { invitation: null }), /is joined with east/)
})

test('what waits is said in a partition; who was away too long comes back, and nothing of either is lost', async () => {
  cable.cut()
  await until(() => !stateOf(east.app).reachable && !stateOf(west.app).reachable)
  const [here, there] = [await post(east, alice.token, 'In the east'), await post(west, bob.token, 'In the west')]
  await assert.rejects(verifySites(east.app, { repair: false }), /cannot be reached/)
  await until(async () => {
    const { outgoing } = await replicationStatus(east.app)
    return outgoing.every(({ state, bytes, seconds }) => state === 'waiting' && bytes! > 0 && seconds !== null)
  })
  for (let n = 0; n < 100; n++) {
    await east.app.db.pool`select pg_logical_emit_message(false, 'test', repeat('x', 1000000))`
  }
  await east.app.db.pool`checkpoint`
  await until(() => stateOf(east.app).other?.state === 'away', 15_000)
  assert.ok(east.complaints.some((line) => /away for longer/.test(line)))
  cable.mend()
  await until(() => stateOf(east.app).reachable && stateOf(west.app).reachable)
  await until(() => stateOf(west.app).other?.state === 'away', 15_000)
  await assert.rejects(verifySites(east.app, { repair: false }), /site join/)

  await joinSite(east.app, { invitation: null })
  await until(() => stateOf(west.app).other?.state === 'joined')
  await until(() => shows(west, alice.token, here))
  await until(() => shows(east, alice.token, there))
  await equal(west)
  const later = await post(east, bob.token, 'Together again')
  await until(() => shows(west, bob.token, later))
  // They are meant: what was told is of no use any more.
  for (const { complaints } of [east, west]) complaints.length = 0
})

test('home rows can be made equal by themselves', async () => {
  const verdicts = await equaliseHome(west.app, 0)
  assert.ok(
    verdicts.length > 2 && verdicts.every(({ kind, differing, moved }) => kind === 'home' && differing + moved === 0),
  )
})

test('both leave, and who leaves keeps what it has; with the other one gone it works as well', async () => {
  await leaveSite(west.app, false)
  for (const { app } of [east, west]) {
    await until(() => stateOf(app).other === null)
    assert.deepEqual([stateOf(app).here.epoch, (await replicationStatus(app)).outgoing], [0, []])
    const [left] = await app.db.read`
      select (select count(*) from pg_replication_slots where database = current_database())::int as slots,
             (select count(*) from pg_publication)::int as publications,
             (select count(*) from tweeter.sites)::int as sites`
    assert.deepEqual(left, { slots: 0, publications: 0, sites: 0 })
  }
  await post(west, alice.token, 'By myself')
  await assert.rejects(joinSite(west.app, { invitation: await invite() }), /accounts here already/)
  await assert.rejects(leaveSite(west.app, true), /one site only/)
})

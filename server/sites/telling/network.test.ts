import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { stateOf } from '../state.ts'

const world = await openWorld()
after(world.close)
const state = stateOf(world.app)
const network = async () => (await world.call('GET', '/api/tweeter/v1/network')).json
const ready = () => world.call('GET', '/health/ready')
const metric = async (name: string) =>
  Number(new RegExp(`^${name} (.+)$`, 'm').exec((await world.call('GET', '/metrics')).text)?.[1])

test('a network with one site is whole', async () => {
  const told = await network()
  assert.deepEqual([told.sites, told.other, told.degraded, told.waits], [1, null, false, []])
  assert.ok(told.works.includes('money') && told.works.includes('reading'))
  assert.equal((await ready()).json.degraded, undefined)
  assert.equal(await metric('tweeter_sites'), 1)
})

test('in a partition home goes on with everything, and the other site without home things; both stay ready', async () => {
  const since = new Date(world.app.now().getTime() - 30_000)
  const lost = { reachable: false, since }
  const other = { number: 1, name: 'oslo', address: 'oslo.test:7443', certificate: '', databaseUrl: null }
  Object.assign(state, lost, { other: { ...other, state: 'joined', joinedAt: new Date() } })
  state.here = { ...state.here, name: 'berlin', epoch: 1, home: 0, mode: 'alone' }
  const home = await network()
  assert.deepEqual([home.sites, home.site, home.other, home.home, home.degraded], [2, 'berlin', 'oslo', 'berlin', true])
  assert.equal(home.since, since.toISOString())
  assert.ok(home.works.includes('money'))
  assert.deepEqual(home.waits, ['news_of_the_other_site', 'media_of_the_other_site'])
  assert.equal(await metric('tweeter_site_other_reachable'), 0)
  assert.ok((await metric('tweeter_site_partition_seconds')) >= 30)

  state.here = { ...state.here, home: 1 }
  const away = await network()
  assert.equal(away.home, 'oslo')
  assert.deepEqual(away.works, ['reading', 'posting', 'following'])
  assert.ok(away.waits.includes('signing_up') && away.waits.includes('money'))
  const reply = await ready()
  assert.equal(reply.status, 200)
  assert.deepEqual(reply.json.degraded[0].waits, away.waits)
  assert.equal(reply.json.degraded[0].other, 'oslo')
  assert.equal(await metric('tweeter_site_is_home'), 0)
})

test('a home whose lease ran out, or that is fenced, says so although the other is reached', async () => {
  Object.assign(state, { reachable: true, since: null })
  state.here = { ...state.here, home: 0, mode: 'both' }
  assert.equal((await network()).degraded, false)
  state.homeUntilMs = performance.now() - 1
  assert.ok((await network()).waits.includes('money'))
  state.homeUntilMs = Number.POSITIVE_INFINITY
  state.here = { ...state.here, mode: 'fenced' }
  const fenced = await network()
  assert.deepEqual([fenced.degraded, fenced.since], [true, null])
})

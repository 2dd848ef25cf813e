/** From requests as they are served, over their files, to proposals and limits. */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { readRequests } from '../../requests/index.ts'

const world = await openWorld()
after(world.close)
const HOUR = 3_600_000
const owner = await world.account('olga', { role: 'owner' })
const OURS = '/api/tweeter/v1/admin/automation'
const list = async (query = '') => (await world.call('GET', OURS + query, { token: owner.token })).json

test('who asks for what is not there, is proposed by address, limited, and notices', async () => {
  world.pass(HOUR - (world.app.now().getTime() % HOUR))
  for (let id = 1; id <= 120; id++) await world.call('GET', `/api/v1/statuses/${id}`)
  await readRequests(world.app)
  const [found, ...more] = await list()
  assert.deepEqual(more, [])
  assert.deepEqual([found.pattern, found.address, found.account], ['scanning', '127.0.0.1', null])
  assert.ok(found.evidence.not_found >= 120)
  await world.call('POST', `${OURS}/${found.id}/limit`, { token: owner.token })
  const reply = await world.call('GET', '/api/v2/instance')
  assert.deepEqual([reply.status, reply.headers['x-ratelimit-limit']], [200, '150'])
  assert.equal((await world.call('GET', '/auth/sign_in')).status, 200)
  const signedIn = await world.call('GET', '/api/v2/instance', { token: owner.token })
  assert.equal(signedIn.headers['x-ratelimit-limit'], undefined)
})

test('whoever writes is counted, however little it is: hours are made of it', async () => {
  const bea = await world.account('bea')
  for (const writes of [1, 2]) {
    const body = { status: `Number ${writes}` }
    assert.equal((await world.call('POST', '/api/v1/statuses', { token: bea.token, body })).status, 200)
    // An open app does this by itself.
    const markers = { home: { last_read_id: '1' } }
    await world.call('POST', '/api/v1/markers', { token: bea.token, body: markers })
    await readRequests(world.app)
    const rows = await world.app.db.read<{ writes: number }>`
      select writes from automation_hours where account_id = ${Number(bea.id)}`
    assert.deepEqual([...rows], [{ writes }])
  }
})

test('nothing of all this was a fault of ours', () => assert.deepEqual(world.complaints, []))

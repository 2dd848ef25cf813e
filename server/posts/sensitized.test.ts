import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)
const alice = await world.account('alice')
const judge = await world.account('judge', { role: 'moderator' })

test('all that an account posts is sensitive while moderators say so', async () => {
  const write = async () =>
    (await world.call('POST', '/api/v1/statuses', { token: alice.token, body: { status: 'hi' } })).json
  const show = async (id: string) => (await world.call('GET', `/api/v1/statuses/${id}`)).json.sensitive
  const admin = async (what: string, body: object = {}) =>
    assert.equal(
      (await world.call('POST', `/api/v1/admin/accounts/${alice.id}/${what}`, { token: judge.token, body })).status,
      200,
    )
  const before = await write()
  assert.equal(before.sensitive, false)
  await admin('action', { type: 'sensitive' })
  assert.equal(await show(before.id), true)
  assert.equal((await write()).sensitive, true)
  await admin('unsensitive')
  assert.equal(await show(before.id), false)
})

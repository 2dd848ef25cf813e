import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)

const URL_ = '/api/tweeter/v1/mail_settings'
const set = async (who: Person, body: object) => {
  const reply = await world.call('PATCH', URL_, { token: who.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}

test('the settings: defaults, changes of a part, rights, and what is no choice', async () => {
  const alice = await world.account('alice')
  const before = (await world.call('GET', URL_, { token: alice.token })).json
  assert.deepEqual(
    [before.notify, before.digest, before.kinds.mention, before.kinds.favourite],
    ['away', 'never', true, false],
  )
  const changed = await set(alice, { kinds: { favourite: true } })
  assert.deepEqual(changed, { ...before, kinds: { ...before.kinds, favourite: true } })
  const put = await world.call('PUT', URL_, { token: alice.token, body: 'digest=daily' })
  assert.deepEqual(put.json, { ...changed, digest: 'daily' })
  for (const body of [{ notify: 'sometimes' }, { digest: 'hourly' }, { kinds: { mention: 'perhaps' } }]) {
    assert.equal((await world.call('PATCH', URL_, { token: alice.token, body })).status, 422, JSON.stringify(body))
  }
  assert.deepEqual((await world.call('GET', URL_, { token: alice.token })).json, put.json)
  const [reader, writer] = [
    await world.token(alice.id, ['read:accounts']),
    await world.token(alice.id, ['write:accounts']),
  ]
  assert.equal((await world.call('GET', URL_)).status, 401)
  assert.equal((await world.call('GET', URL_, { token: writer })).status, 403)
  assert.equal((await world.call('PATCH', URL_, { token: reader, body: {} })).status, 403)
  const [bob, carol] = await Promise.all([set(alice, { kinds: { poll: true } }), set(alice, { kinds: { edit: true } })])
  assert.ok(bob && carol)
  const both = (await world.call('GET', URL_, { token: alice.token })).json.kinds
  assert.deepEqual([both.poll, both.edit], [true, true], 'two at once keep both')
})

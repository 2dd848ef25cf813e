import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../../testing/world.ts'

const world = await openWorld()
after(world.close)
const [alice, bob, carol, dave] = await Promise.all(
  ['alice', 'bob', 'carol', 'dave'].map((name) => world.account(name)),
)

const call = (method: string, url: string, who: Person | null, body?: object) =>
  world.call(method, url, { ...(who ? { token: who.token } : {}), ...(body ? { body } : {}) })
const post = async (who: Person, body: object) => {
  const reply = await call('POST', '/api/v1/statuses', who, body)
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const show = async (who: Person | null, id: string) => (await call('GET', `/api/v1/statuses/${id}`, who)).json
const quote = (who: Person, id: string, extra: object = {}) =>
  call('POST', '/api/v1/statuses', who, { status: 'look', quoted_status_id: id, ...extra })

test('a quote shows the post, counts on it, and a quote of a quote is told by its id', async () => {
  const first = await post(alice!, { status: 'first' })
  const second = (await quote(bob!, first.id)).json
  assert.deepEqual([second.quote.state, second.quote.quoted_status.id], ['accepted', first.id])
  const third = (await quote(carol!, second.id)).json
  assert.deepEqual(third.quote.quoted_status.quote, { state: 'accepted', quoted_status_id: first.id })
  assert.equal((await show(dave!, first.id)).quotes_count, 1)
  const listed = await call('GET', `/api/v1/statuses/${first.id}/quotes`, dave!)
  assert.deepEqual(
    listed.json.map((one: { id: string }) => one.id),
    [second.id],
  )
  const boosted = (await call('POST', `/api/v1/statuses/${third.id}/reblog`, dave!)).json
  assert.deepEqual([boosted.quote, boosted.reblog.quote.quoted_status.id], [null, second.id])
  const timeline = await call('GET', '/api/v1/timelines/home', dave!)
  assert.deepEqual(timeline.json[0].reblog.quote.quoted_status.quote.quoted_status_id, first.id)
  const anonymous = await show(null, third.id)
  assert.deepEqual(anonymous.quote_approval, { automatic: ['public'], manual: [], current_user: 'denied' })
})

test('the author decides who may quote, and takes it back', async () => {
  const open = await post(alice!, { status: 'for followers to quote', quote_approval_policy: 'followers' })
  assert.equal((await quote(bob!, open.id)).status, 403)
  assert.equal((await show(bob!, open.id)).quote_approval.current_user, 'denied')
  await call('POST', `/api/v1/accounts/${alice!.id}/follow`, bob!)
  assert.equal((await show(bob!, open.id)).quote_approval.current_user, 'automatic')
  const made = (await quote(bob!, open.id)).json
  const revoke = (who: Person) => call('POST', `/api/v1/statuses/${open.id}/quotes/${made.id}/revoke`, who)
  assert.equal((await revoke(carol!)).status, 403)
  const revoked = await revoke(alice!)
  assert.deepEqual(revoked.json.quote, { state: 'revoked', quoted_status: null })
  assert.equal((await show(bob!, open.id)).quotes_count, 0)
  assert.deepEqual((await call('GET', `/api/v1/statuses/${open.id}/quotes`, bob!)).json, [])
  assert.equal((await revoke(alice!)).status, 200)
  const policy = (who: Person, quote_approval_policy: string) =>
    call('PUT', `/api/v1/statuses/${open.id}/interaction_policy`, who, { quote_approval_policy })
  assert.equal((await policy(bob!, 'public')).status, 403)
  assert.deepEqual((await policy(alice!, 'nobody')).json.quote_approval.automatic, [])
  assert.equal((await quote(bob!, open.id)).status, 403)
  assert.equal((await quote(alice!, open.id)).status, 200)
})

test('to block whom one quotes keeps nobody from taking the permission back', async () => {
  const first = await post(alice!, { status: 'mine' })
  const shouted = (await quote(dave!, first.id)).json
  const whispered = (await quote(dave!, first.id, { visibility: 'private' })).json
  await call('POST', `/api/v1/accounts/${alice!.id}/block`, dave!)
  const revoked = (id: string) => call('POST', `/api/v1/statuses/${first.id}/quotes/${id}/revoke`, alice!)
  assert.deepEqual((await revoked(shouted.id)).json.quote, { state: 'revoked', quoted_status: null })
  assert.equal((await revoked(whispered.id)).status, 404)
  assert.equal((await show(carol!, shouted.id)).quote.state, 'revoked')
  await call('POST', `/api/v1/accounts/${alice!.id}/unblock`, dave!)
})

test('what is not for everybody is not carried on, and who may not see it sees no quote of it', async () => {
  const secret = await post(alice!, { status: 'for my followers', visibility: 'private' })
  assert.equal((await quote(bob!, secret.id)).status, 403)
  assert.equal((await quote(dave!, secret.id)).status, 404)
  assert.equal((await quote(alice!, secret.id)).status, 422)
  const own = (await quote(alice!, secret.id, { visibility: 'private' })).json
  assert.equal(own.quote.state, 'accepted')
  const direct = await post(alice!, { status: '@bob only you', visibility: 'direct' })
  assert.equal((await quote(bob!, direct.id)).status, 403)
})

test('deleted, blocked and muted', async () => {
  const first = await post(alice!, { status: 'soon gone' })
  const quoting = (await quote(bob!, first.id)).json
  const state = async (who: Person | null) => (await show(who, quoting.id)).quote
  await call('POST', `/api/v1/accounts/${alice!.id}/mute`, carol!)
  assert.deepEqual((await state(carol!)).state, 'muted_account')
  await call('POST', `/api/v1/accounts/${alice!.id}/unmute`, carol!)
  await call('POST', `/api/v1/accounts/${alice!.id}/block`, carol!)
  const blocked = await state(carol!)
  assert.deepEqual([blocked.state, blocked.quoted_status.id], ['blocked_account', first.id])
  await call('POST', `/api/v1/accounts/${alice!.id}/unblock`, carol!)
  await call('POST', `/api/v1/accounts/${dave!.id}/block`, alice!)
  assert.deepEqual(await state(dave!), { state: 'unauthorized', quoted_status: null })
  await call('DELETE', `/api/v1/statuses/${first.id}`, alice!)
  assert.deepEqual(await state(bob!), { state: 'deleted', quoted_status: null })
  const { count } = await world.statements(() => state(bob!))
  assert.ok(count <= 1, `${count} statements for a quote of a post that is gone`)
})

test('who may reply is decided by the author of the thread', async () => {
  const rules = async (policy: string) => await post(alice!, { status: `@dave ${policy}`, reply_policy: policy })
  const reply = async (who: Person, id: string) =>
    (await call('POST', '/api/v1/statuses', who, { status: 'hi', in_reply_to_id: id })).status
  await call('POST', `/api/v1/accounts/${dave!.id}/unblock`, alice!)
  const followers = await rules('followers')
  assert.deepEqual(
    [await reply(bob!, followers.id), await reply(carol!, followers.id), await reply(dave!, followers.id)],
    [200, 403, 200],
  )
  const mentioned = await rules('mentioned')
  assert.deepEqual([await reply(bob!, mentioned.id), await reply(alice!, mentioned.id)], [403, 200])
  assert.deepEqual((await show(bob!, mentioned.id)).reply_approval, { policy: 'mentioned', current_user: false })
  await call('POST', `/api/v1/accounts/${carol!.id}/follow`, alice!)
  const following = await rules('following')
  assert.deepEqual([await reply(bob!, following.id), await reply(carol!, following.id)], [403, 200])
  const inside = (await call('GET', `/api/v1/statuses/${following.id}/context`, bob!)).json.descendants[0]
  assert.equal(await reply(bob!, inside.id), 403)
})

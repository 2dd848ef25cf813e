import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)

const ask = async (who: Person, method: string, url: string, body?: object) => {
  const reply = await world.call(method, url, { token: who.token, ...(body ? { body } : {}) })
  assert.equal(reply.status, 200, `${method} ${url}: ${reply.text}`)
  return reply.json
}
const read = (who: Person, query = '') => ask(who, 'GET', `/api/v1/notifications${query}`)
const groups = async (who: Person) => (await ask(who, 'GET', '/api/v2/notifications')).notification_groups
const post = (who: Person, status: string) => ask(who, 'POST', '/api/v1/statuses', { status })
const [owner, mod, alice, bob, carol] = await Promise.all([
  world.account('owner', { role: 'owner' }),
  world.account('mod', { role: 'moderator' }),
  world.account('alice'),
  world.account('bob'),
  world.account('carol'),
])

test('staff hear of a report and see it; nobody else does', async () => {
  const filed = await ask(alice!, 'POST', '/api/v1/reports', { account_id: bob!.id, comment: 'Rude' })
  for (const who of [owner!, mod!]) {
    const [one] = await read(who)
    assert.equal(one.type, 'admin.report')
    assert.equal(one.account.id, alice!.id)
    assert.deepEqual(one.report, filed)
    assert.equal(one.status, undefined)
    const [group] = await groups(who)
    assert.deepEqual([group.type, group.report], ['admin.report', filed])
  }
  await ask(alice!, 'POST', '/api/v1/reports', { account_id: bob!.id, comment: 'Again' })
  assert.equal((await read(mod!)).length, 2, 'each report is news')
  assert.deepEqual(await read(bob!), [])
  assert.deepEqual(await read(alice!), [])
})

test('whoever is acted on is told, in their own name; who is limited is filtered for those who do not follow', async () => {
  const url = `/api/v1/admin/accounts/${bob!.id}/action`
  await ask(mod!, 'POST', url, { type: 'silence', text: 'Be kind', send_email_notification: true })
  const [warning] = await read(bob!)
  assert.equal(warning.type, 'moderation_warning')
  assert.equal(warning.account.id, bob!.id)
  const { action, text, target_account } = warning.moderation_warning
  assert.deepEqual([action, text, target_account.id], ['silence', 'Be kind', bob!.id])
  assert.deepEqual((await groups(bob!))[0].moderation_warning, warning.moderation_warning)

  await ask(carol!, 'POST', `/api/v1/accounts/${bob!.id}/follow`)
  await post(bob!, 'hi @alice and @carol')
  assert.deepEqual(await read(alice!), [])
  assert.equal((await read(alice!, '?include_filtered=true')).length, 1)
  assert.equal((await read(carol!)).length, 1)
  await ask(alice!, 'PATCH', '/api/v2/notifications/policy', { for_limited_accounts: 'accept' })
  await post(bob!, 'hi again @alice')
  assert.equal((await read(alice!)).length, 1)
})

test('a page of reports costs as many statements as one', async () => {
  const count = async () => (await world.statements(() => read(mod!))).count
  const few = await count()
  for (let turn = 0; turn < 10; turn++) {
    await ask(carol!, 'POST', '/api/v1/reports', { account_id: bob!.id, comment: String(turn) })
  }
  assert.equal(await count(), few)
})

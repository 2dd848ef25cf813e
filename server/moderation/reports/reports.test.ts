import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { reported } from '../signals.ts'

const world = await openWorld()
after(world.close)
const owner = await world.account('olga', { role: 'owner' })
const mod = await world.account('mona', { role: 'moderator' })
const other = await world.account('max', { role: 'moderator' })
const ann = await world.account('ann')
const bob = await world.account('bob')
const heard: { reportId: number; accountId: number; targetId: number }[] = []
world.app.bus.after(reported, 'test.reported', (fact) => void heard.push(fact))

const post = async (person: { token: string }, body: object) =>
  (await world.call('POST', '/api/v1/statuses', { token: person.token, body })).json
const send = (body: object, token = ann.token) => world.call('POST', '/api/v1/reports', { token, body })
const admin = (method: string, path: string, token = mod.token, body: object = {}) =>
  world.call(method, `/api/v1/admin/reports${path}`, { token, ...(method === 'GET' ? {} : { body }) })

test('a person reports an account with its posts; staff see all of it', async () => {
  const bad = await post(bob, { status: 'Buy now' })
  const direct = await post(bob, { status: '@ann buy from me', visibility: 'direct' })
  const { status, json } = await send({
    account_id: bob.id,
    status_ids: [bad.id, direct.id],
    comment: ' Spam! ',
    category: 'spam',
  })
  assert.equal(status, 200)
  assert.equal(json.comment, 'Spam!')
  assert.equal(json.category, 'spam')
  assert.equal(json.forwarded, false)
  assert.equal(json.action_taken, false)
  assert.deepEqual(json.status_ids, [bad.id, direct.id])
  assert.equal(json.target_account.id, bob.id)
  assert.deepEqual(heard, [{ reportId: Number(json.id), accountId: Number(ann.id), targetId: Number(bob.id) }])
  const { json: seen } = await admin('GET', `/${json.id}`)
  assert.equal(seen.account.id, ann.id)
  assert.equal(seen.target_account.email, 'bob@people.example')
  assert.deepEqual(
    seen.statuses.map((one: { id: string }) => one.id),
    [bad.id, direct.id],
    'a direct post that was reported is there for staff',
  )
  assert.equal((await world.call('GET', `/api/v1/statuses/${direct.id}`, { token: mod.token })).status, 404)
})

test('what cannot be reported is refused and leaves nothing', async () => {
  const before = (await admin('GET', '')).json.length
  const anns = await post(ann, { status: 'mine' })
  const hidden = await post(bob, { status: 'only for followers', visibility: 'private' })
  const refusals: [object, number][] = [
    [{}, 422],
    [{ account_id: 'x' }, 422],
    [{ account_id: '999' }, 404],
    [{ account_id: ann.id }, 422],
    [{ account_id: bob.id, comment: 'x'.repeat(1001) }, 422],
    [{ account_id: bob.id, category: 'dull' }, 422],
    [{ account_id: bob.id, status_ids: [anns.id] }, 404],
    [{ account_id: bob.id, status_ids: [hidden.id] }, 404],
    [{ account_id: bob.id, status_ids: ['12'] }, 404],
    [{ account_id: bob.id, rule_ids: ['12'] }, 422],
    [{ account_id: bob.id, collection_ids: ['12'] }, 404],
  ]
  for (const [body, expected] of refusals) assert.equal((await send(body)).status, expected, JSON.stringify(body))
  assert.equal((await world.call('POST', '/api/v1/reports', { body: { account_id: bob.id } })).status, 401)
  const reader = await world.token(ann.id, ['read'])
  assert.equal((await send({ account_id: bob.id }, reader)).status, 403)
  assert.equal((await admin('GET', '')).json.length, before)
})

test('rules: shown to everybody, named by reports even after they were taken back', async () => {
  const url = '/api/tweeter/v1/admin/rules'
  const body = { text: 'Be kind', hint: 'To all', translations: { de: { text: 'Sei nett' } } }
  const { json: rule } = await world.call('POST', url, { token: owner.token, body })
  assert.deepEqual(rule.translations, { de: { text: 'Sei nett', hint: '' } })
  const { json: first } = await world.call('POST', url, { token: owner.token, body: { text: 'No spam', position: 0 } })
  await world.call('PATCH', `${url}/${rule.id}`, { token: owner.token, body: { position: 3 } })
  const shown = async () =>
    (await world.call('GET', '/api/v1/instance/rules')).json.map((one: { text: string }) => one.text)
  assert.deepEqual(await shown(), ['No spam', 'Be kind'])
  assert.equal((await world.call('GET', '/api/v2/instance')).json.rules.length, 2)
  assert.equal((await world.call('GET', '/api/v1/instance')).json.rules[1].hint, 'To all')
  const { json: report } = await send({ account_id: bob.id, rule_ids: [first.id], category: 'spam' })
  assert.equal(report.category, 'violation')
  assert.equal((await world.call('DELETE', `${url}/${first.id}`, { token: owner.token })).status, 200)
  assert.deepEqual(await shown(), ['Be kind'])
  assert.equal((await send({ account_id: bob.id, rule_ids: [first.id] })).status, 422)
  const { json: seen } = await admin('GET', `/${report.id}`)
  assert.deepEqual(seen.rules[0].text, 'No spam')
  const { json: sorted } = await admin('PUT', `/${report.id}`, mod.token, { category: 'other' })
  assert.deepEqual([sorted.category, sorted.rules], ['other', []])
  const { json: again } = await admin('PATCH', `/${report.id}`, mod.token, { rule_ids: [rule.id] })
  assert.deepEqual([again.category, again.rules.length], ['violation', 1])
})

test('a report is taken, given back, resolved and opened again; lists are sorted by that', async () => {
  const { json: report } = await send({ account_id: bob.id })
  const id = `/${report.id}`
  assert.equal((await admin('POST', `${id}/assign_to_self`)).json.assigned_account.id, mod.id)
  assert.equal((await admin('POST', `${id}/unassign`)).json.assigned_account, null)
  const { json: resolved } = await admin('POST', `${id}/resolve`)
  assert.equal(resolved.action_taken, true)
  assert.equal(resolved.action_taken_by_account.id, mod.id)
  const ids = async (query: string) => (await admin('GET', query)).json.map((one: { id: string }) => one.id)
  assert.ok(!(await ids('')).includes(report.id))
  assert.deepEqual(await ids('?resolved=true'), [report.id])
  assert.deepEqual(await ids(`?resolved=true&account_id=${bob.id}`), [])
  assert.deepEqual(await ids(`?resolved=true&target_account_id=${bob.id}&account_id=${ann.id}`), [report.id])
  assert.deepEqual(await ids('?by_target_domain=elsewhere.example'), [])
  const { json: reopened } = await admin('POST', `${id}/reopen`)
  assert.deepEqual(
    [reopened.action_taken, reopened.action_taken_at, reopened.action_taken_by_account],
    [false, null, null],
  )
  const paged = await admin('GET', '?limit=1')
  assert.match(String(paged.headers.link), new RegExp(`max_id=${report.id}.*rel="next"`))
  for (const verb of ['assign_to_self', 'unassign', 'resolve', 'reopen']) {
    assert.equal((await admin('POST', `/12/${verb}`)).status, 404)
  }
})

test('two moderators at once: the first who resolves it has done it, and one has it assigned', async () => {
  const { json: report } = await send({ account_id: bob.id })
  const both = (verb: string) =>
    Promise.all([mod, other].map((one) => admin('POST', `/${report.id}/${verb}`, one.token)))
  for (const reply of await both('assign_to_self')) assert.equal(reply.status, 200)
  const { json: assigned } = await admin('GET', `/${report.id}`)
  assert.ok([mod.id, other.id].includes(assigned.assigned_account.id))
  await both('resolve')
  const by = (await admin('GET', `/${report.id}`)).json.action_taken_by_account.id
  await admin('POST', `/${report.id}/resolve`, owner.token)
  assert.equal((await admin('GET', `/${report.id}`)).json.action_taken_by_account.id, by)
})

test('a list of reports is a fixed number of statements', async () => {
  await admin('GET', '')
  const few = await world.statements(() => admin('GET', '?limit=1'))
  for (let n = 0; n < 5; n++) {
    const made = await post(bob, { status: `spam ${n}` })
    await send({ account_id: bob.id, status_ids: [made.id] })
  }
  await admin('GET', '')
  const many = await world.statements(() => admin('GET', ''))
  assert.ok(many.result.json.length > 5)
  assert.ok(many.count <= few.count + 1, `${few.count} and ${many.count}`)
})

import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { restraintFor } from './restrain.ts'
import { read } from './testing.ts'

const world = await openWorld()
after(world.close)
const { app } = world
const HOUR = 3_600_000
// Not at the end of an hour, where what belongs together would be two.
world.pass(HOUR - (app.now().getTime() % HOUR))
const owner = await world.account('olga', { role: 'owner' })
const OURS = '/api/tweeter/v1/admin/automation'

const get = async (url: string) => (await world.call('GET', url, { token: owner.token })).json
const list = (query = ''): Promise<{ visitor: string | null; account: { username: string } | null }[]> =>
  get(`${OURS}${query}`)
const about = async (username: string, query = '') =>
  (await list(query)).filter((one) => one.account?.username === username)
const setRules = (body: object) => world.call('PUT', `${OURS}/rules`, { token: owner.token, body })
const entries = (query: string) => get(`/api/tweeter/v1/admin/audit_log?${query}`)
const clockwork = { requests: 700, gapMeanMs: 1_000, gapDeviationMs: 20 }

test('rules: off, stricter, or limited without anybody looking, on record', async () => {
  const rules = await world.call('GET', `${OURS}/rules`, { token: owner.token })
  assert.deepEqual(rules.json.flooding, { mode: 'propose', hours: 24, multiplier: 1 })
  const jan = await world.account('jan')
  await setRules({ clockwork: { mode: 'off' }, writing: { mode: 'limit', hours: 3, multiplier: 0.5 } })
  const half = { ...clockwork, requests: 800, writes: 220 }
  await read(world, { accountId: Number(jan.id), ...half })
  assert.deepEqual(await about('jan'), [])
  const [limited] = (await about('jan', '?state=limited')) as unknown as Record<string, unknown>[]
  assert.deepEqual([limited!.pattern, limited!.automatic, limited!.decided_by], ['writing', true, null])
  assert.equal(Date.parse(String(limited!.limited_until)) - Date.parse(String(limited!.decided_at)), 3 * HOUR)
  assert.notEqual(restraintFor(app, Number(jan.id), ''), null)
  const [entry] = await entries(`target_id=${jan.id}&target_type=account`)
  assert.deepEqual([entry.action, entry.account, entry.details.rule], ['automation.limit', null, true])
  // More evidence is no second limit.
  world.pass(11 * 60_000)
  await read(world, { accountId: Number(jan.id), ...half })
  assert.equal((await entries(`target_id=${jan.id}&target_type=account`)).length, 1)
  // A bot account is never limited without anybody looking.
  const kim = await world.account('kimbot')
  await world.call('PATCH', '/api/v1/accounts/update_credentials', { token: kim.token, body: { bot: true } })
  await setRules({ flooding: { mode: 'limit' } })
  await read(world, { accountId: Number(kim.id), requests: 9_000 })
  assert.equal((await about('kimbot')).length, 1)
  // What an agent says of itself does not keep an address from that.
  await setRules({ guessing: { mode: 'limit' } })
  await read(world, { visitor: 'abcdef', agent: 'curl', kind: 'bot', requests: 200, writes: 200, refused: 200 })
  assert.deepEqual(
    (await list('?state=limited&pattern=guessing')).map((one) => one.visitor),
    ['abcdef'],
  )
  await setRules({ clockwork: { mode: 'propose' }, writing: { mode: 'propose', multiplier: 1 } })
  const [change] = await entries('action=automation_rule.update')
  assert.deepEqual(Object.keys(change.details.now).toSorted(), ['clockwork', 'writing'])
  assert.equal((await setRules({ clockwork: { multiplier: 0 } })).status, 422)
  assert.equal((await setRules({ clockwork: { mode: 'maybe' } })).status, 422)
})

test('nothing of all this was a fault of ours', () => assert.deepEqual(world.complaints, []))

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { dimensionKeys, measureKeys } from './schema.ts'

const DAY_MS = 24 * 3600 * 1000
const world = await openWorld()
after(world.close)
const mod = await world.account('mona', { role: 'moderator' })
const ann = await world.account('ann')
const bob = await world.account('bob')
const send = async (token: string, url: string, body: object = {}) => {
  const reply = await world.call('POST', url, { token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const first = await send(ann.token, '/api/v1/statuses', { status: 'one #Birds', language: 'de' })
await send(ann.token, '/api/v1/statuses', { status: 'two #birds', language: 'en' })
await send(bob.token, '/api/v1/statuses', { status: 'three #birds', in_reply_to_id: first.id, language: 'de' })
await send(bob.token, '/api/v1/statuses', { status: 'only you #birds', visibility: 'direct' })
await send(bob.token, `/api/v1/statuses/${first.id}/favourite`)
await send(bob.token, `/api/v1/statuses/${first.id}/reblog`)
const report = await send(ann.token, '/api/v1/reports', { account_id: bob.id })
await send(ann.token, '/api/v1/reports', { account_id: bob.id })
await send(mod.token, `/api/v1/admin/reports/${report.id}/resolve`)

const day = (ms: number) => new Date(Date.now() + ms).toISOString().slice(0, 10)
const span = { start_at: day(-2 * DAY_MS), end_at: day(0) }
const ask = (what: string, body: object) => send(mod.token, `/api/v1/admin/${what}`, { ...span, ...body })
const tagId = String(Number.parseInt(createHash('sha256').update('birds').digest('hex').slice(0, 13), 16))

test('measures count what is there, day by day', async () => {
  const tag = { id: 'Birds' }
  const domain = { domain: 'elsewhere.example' }
  const wanted = {
    keys: measureKeys,
    ...{ tag_accounts: tag, tag_uses: { id: tagId }, tag_servers: tag },
    ...{ instance_accounts: domain, instance_reports: domain },
  }
  const all = await ask('measures', wanted)
  assert.deepEqual(
    all.map((one: { key: string }) => one.key),
    measureKeys,
  )
  const totals = Object.fromEntries(all.map((one: { key: string; total: string }) => [one.key, one.total]))
  assert.deepEqual(totals, {
    active_users: '3',
    new_users: '3',
    interactions: '3',
    opened_reports: '2',
    resolved_reports: '1',
    tag_accounts: '2',
    tag_uses: '3',
    tag_servers: '1',
    instance_accounts: '0',
    instance_media_attachments: '0',
    instance_reports: '0',
    instance_statuses: '0',
    instance_follows: '0',
    instance_followers: '0',
  })
  const [active] = all
  assert.deepEqual(
    active.data.map((one: { value: string }) => one.value),
    ['0', '0', '3'],
  )
  assert.equal(active.data[2].date, `${span.end_at}T00:00:00.000Z`)
  assert.equal(active.previous_total, '0')
})

test('dimensions name what there is', async () => {
  const tag = { id: 'birds' }
  const all = await ask('dimensions', { keys: dimensionKeys, tag_servers: tag, tag_languages: tag })
  const data = Object.fromEntries(all.map((one: { key: string; data: unknown[] }) => [one.key, one.data]))
  assert.deepEqual(data.languages, [{ key: 'en', human_key: 'English', value: '3' }])
  assert.deepEqual(data.sources, [{ key: 'web', human_key: 'Website', value: '3' }])
  assert.deepEqual(data.servers, [{ key: 'tweeter.test', human_key: 'tweeter.test', value: '5' }])
  assert.deepEqual(data.tag_servers[0].value, '3')
  assert.deepEqual(data.tag_languages, [
    { key: 'de', human_key: 'German', value: '2' },
    { key: 'en', human_key: 'English', value: '1' },
  ])
  assert.ok(Number(data.space_usage[0].value) > 1_000_000)
  assert.deepEqual(
    data.software_versions.map((one: { key: string }) => one.key),
    ['tweeter', 'node', 'postgresql'],
  )
  assert.deepEqual([data.instance_accounts, data.instance_languages], [[], []])
})

test('retention: who came, and who of them was seen since', async () => {
  const days = await ask('retention', { frequency: 'day' })
  assert.equal(days.length, 3)
  assert.deepEqual(
    days.map((one: { data: unknown[] }) => one.data.length),
    [3, 2, 1],
  )
  const [today] = days[2].data
  assert.deepEqual([today.rate, today.value, today.date], [1, '3', `${span.end_at}T00:00:00.000Z`])
  assert.equal(days[0].data[0].rate, 0)
  const months = await ask('retention', { frequency: 'month' })
  assert.equal(months[0].period.slice(8), '01T00:00:00.000Z')
})

test('what makes no sense is refused', async () => {
  const refused: [string, object][] = [
    ['measures', { keys: ['tag_uses'] }],
    ['measures', { keys: ['all'] }],
    ['measures', { keys: ['new_users'], start_at: span.end_at, end_at: span.start_at }],
    ['measures', { keys: ['new_users'], start_at: '2026-13-45' }],
    ['measures', { keys: ['new_users'], start_at: '1900-01-01' }],
    ['measures', { keys: ['new_users'], start_at: '0000-01-01', end_at: '0000-01-02' }],
    ['measures', { keys: ['new_users'], start_at: '9999-12-31', end_at: '9999-12-31' }],
    ['dimensions', { keys: ['tag_languages'] }],
    ['dimensions', { keys: ['languages'], start_at: undefined, end_at: '9999-12-31T23:59:60Z' }],
    ['retention', { frequency: 'year' }],
  ]
  for (const [what, body] of refused) {
    const reply = await world.call('POST', `/api/v1/admin/${what}`, { token: mod.token, body: { ...span, ...body } })
    assert.equal(reply.status, 422, `${what} ${JSON.stringify(body)}`)
  }
  assert.deepEqual(world.complaints, [])
})

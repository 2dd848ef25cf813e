import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { html } from '../../kit/index.ts'
import { sendMail, suppress, template } from '../../mail/index.ts'
import { modules } from '../../modules.ts'
import { addPerson } from '../../oauth/testing.ts'
import { transact } from '../../storage/index.ts'
import { read } from '../automation/testing.ts'
import { verifyAudit } from './verify.ts'

const world = await openWorld()
after(world.close)
const { app } = world
const owner = await world.account('olga', { role: 'owner' })
const mod = await world.account('mona', { role: 'moderator' })
const bob = await world.account('bob')
const ann = await world.account('ann')

const call = async (method: string, url: string, body: object = {}, token = owner.token) => {
  const reply = await world.call(method, url, { token, ...(method === 'GET' ? {} : { body }) })
  assert.equal(reply.status, 200, `${method} ${url}: ${reply.text}`)
  return reply.json
}
const count = async (): Promise<number> =>
  (await app.db.read<{ count: number }>`select count(*)::int as count from audit_log`)[0]!.count

const V1 = '/api/v1/admin'
const OURS = '/api/tweeter/v1/admin'
let names = 0
const fresh = () => `n${++names}.example`
const waiting = async () => `${V1}/accounts/${await addPerson(world, `wait${++names}`, { approved: false })}`
const report = async () => (await call('POST', '/api/v1/reports', { account_id: bob.id }, ann.token)).id as string
const posted = async () => (await call('POST', '/api/v1/statuses', { status: 'hm' }, bob.token)).id as string
const made = async (url: string, body: object) => `${url}/${(await call('POST', url, body)).id}`
const ipBlock = () => made(`${V1}/ip_blocks`, { ip: `192.0.2.${++names}`, severity: 'sign_up_block' })
const domainBlock = () => made(`${V1}/domain_blocks`, { domain: fresh() })
const preset = () => made(`${OURS}/warning_presets`, { text: 'Calm down' })
const hello = template<object>(
  'tests.hello',
  () => 'A subject',
  () => 'Hello.',
  () => html`<p>Hello.</p>`,
)
const mail = async () =>
  `${OURS}/mail/${await transact(app.db, (tx) => sendMail(tx, { to: `x@${fresh()}`, template: hello, data: {} }))}`
const suppression = async () => {
  await transact(app.db, (tx) => suppress(app, tx, `x@${fresh()}`, 'bounced'))
  return `${OURS}/mail/suppressions/${(await call('GET', `${OURS}/mail/suppressions?limit=1`))[0].id}`
}
const job = async () => {
  const [row] = await app.db.pool<{ id: number }[]>`
    insert into tweeter.jobs (listener, fact, attempts, parked_at) values ('mail.deliver', '{"mailId": 0}', 40, now())
    returning id`
  return `${OURS}/jobs/${row!.id}`
}
/** A person who looks automated. */
const automated = async () => {
  const { id } = await world.account(`bot${++names}`)
  await read(world, { accountId: Number(id), requests: 900, gapMeanMs: 1000, gapDeviationMs: 5 })
  return `${OURS}/automation/${(await call('GET', `${OURS}/automation?limit=1`))[0].id}`
}
const rule = () => made(`${OURS}/rules`, { text: 'Be kind' })

/** How each admin route of this module that writes is called; tests/authorization.test.ts holds all modules to it. */
const calls: Record<string, () => Promise<[url: string, body?: object]>> = {
  [`PUT ${V1}/reports/:id`]: async () => [`${V1}/reports/${await report()}`, { category: 'spam' }],
  [`POST ${V1}/reports/:id/assign_to_self`]: async () => [`${V1}/reports/${await report()}/assign_to_self`],
  [`POST ${V1}/reports/:id/unassign`]: async () => [`${V1}/reports/${await report()}/unassign`],
  [`POST ${V1}/reports/:id/resolve`]: async () => [`${V1}/reports/${await report()}/resolve`],
  [`POST ${V1}/reports/:id/reopen`]: async () => [`${V1}/reports/${await report()}/reopen`],
  [`POST ${V1}/accounts/:id/action`]: async () => [`${V1}/accounts/${bob.id}/action`, { type: 'none' }],
  [`POST ${V1}/accounts/:id/approve`]: async () => [`${await waiting()}/approve`],
  [`POST ${V1}/accounts/:id/reject`]: async () => [`${await waiting()}/reject`],
  [`POST ${V1}/accounts/:id/enable`]: async () => [`${V1}/accounts/${bob.id}/enable`],
  [`POST ${V1}/accounts/:id/unsensitive`]: async () => [`${V1}/accounts/${bob.id}/unsensitive`],
  [`POST ${V1}/accounts/:id/unsilence`]: async () => [`${V1}/accounts/${bob.id}/unsilence`],
  [`POST ${V1}/accounts/:id/unsuspend`]: async () => [`${V1}/accounts/${bob.id}/unsuspend`],
  [`DELETE ${V1}/accounts/:id`]: async () => {
    const id = await addPerson(world, `gone${++names}`)
    await call('POST', `${V1}/accounts/${id}/action`, { type: 'suspend' })
    return [`${V1}/accounts/${id}`]
  },
  [`POST ${OURS}/accounts/:id/role`]: async () => [`${OURS}/accounts/${ann.id}/role`, { role: 'user' }],
  [`POST ${OURS}/statuses/:id/delete`]: async () => [`${OURS}/statuses/${await posted()}/delete`],
  [`POST ${OURS}/statuses/:id/sensitive`]: async () => [`${OURS}/statuses/${await posted()}/sensitive`],
  [`POST ${V1}/email_domain_blocks`]: async () => [`${V1}/email_domain_blocks`, { domain: fresh() }],
  [`DELETE ${V1}/email_domain_blocks/:id`]: async () => [await made(`${V1}/email_domain_blocks`, { domain: fresh() })],
  [`POST ${V1}/canonical_email_blocks`]: async () => [`${V1}/canonical_email_blocks`, { email: `x@${fresh()}` }],
  [`DELETE ${V1}/canonical_email_blocks/:id`]: async () => [
    await made(`${V1}/canonical_email_blocks`, { email: `x@${fresh()}` }),
  ],
  [`POST ${V1}/ip_blocks`]: async () => [`${V1}/ip_blocks`, { ip: '198.51.100.0/24', severity: 'no_access' }],
  [`PUT ${V1}/ip_blocks/:id`]: async () => [await ipBlock(), { comment: 'again' }],
  [`DELETE ${V1}/ip_blocks/:id`]: async () => [await ipBlock()],
  [`POST ${V1}/domain_blocks`]: async () => [`${V1}/domain_blocks`, { domain: fresh() }],
  [`PUT ${V1}/domain_blocks/:id`]: async () => [await domainBlock(), { severity: 'suspend' }],
  [`DELETE ${V1}/domain_blocks/:id`]: async () => [await domainBlock()],
  [`POST ${V1}/domain_allows`]: async () => [`${V1}/domain_allows`, { domain: fresh() }],
  [`DELETE ${V1}/domain_allows/:id`]: async () => [await made(`${V1}/domain_allows`, { domain: fresh() })],
  [`POST ${OURS}/rules`]: async () => [`${OURS}/rules`, { text: 'Be kind' }],
  [`PUT ${OURS}/rules/:id`]: async () => [await rule(), { text: 'Be kinder' }],
  [`DELETE ${OURS}/rules/:id`]: async () => [await rule()],
  [`POST ${OURS}/warning_presets`]: async () => [`${OURS}/warning_presets`, { text: 'Calm down' }],
  [`PUT ${OURS}/warning_presets/:id`]: async () => [await preset(), { title: 'Calm' }],
  [`DELETE ${OURS}/warning_presets/:id`]: async () => [await preset()],
  [`POST ${OURS}/jobs/:id/retry`]: async () => [`${await job()}/retry`],
  [`POST ${OURS}/jobs/retry_all`]: async () => [`${OURS}/jobs/retry_all`],
  [`DELETE ${OURS}/jobs/:id`]: async () => [await job()],
  [`POST ${OURS}/mail/:id/retry`]: async () => [`${await mail()}/retry`],
  [`POST ${OURS}/mail/retry_all`]: async () => [`${OURS}/mail/retry_all`],
  [`DELETE ${OURS}/mail/:id`]: async () => [await mail()],
  [`DELETE ${OURS}/mail/suppressions/:id`]: async () => [await suppression()],
  [`POST ${OURS}/automation/:id/dismiss`]: async () => [`${await automated()}/dismiss`],
  [`POST ${OURS}/automation/:id/limit`]: async () => [`${await automated()}/limit`, { hours: 1 }],
  [`POST ${OURS}/automation/:id/lift`]: async () => {
    const url = await automated()
    await call('POST', `${url}/limit`, { hours: 1 })
    return [`${url}/lift`]
  },
  [`PUT ${OURS}/automation/rules`]: async () => [
    `${OURS}/automation/rules`,
    { clockwork: { mode: 'propose', hours: 24, multiplier: 2 } },
  ],
}

test('each admin route that writes leaves an entry, and none without the permission', async () => {
  const writing = (modules.find(({ name }) => name === 'moderation')!.routes ?? [])
    .filter((route) => route.scope.startsWith('admin:write') && !route.url.includes('/custom_emojis'))
    .map((route) => `${route.method[0]} ${route.url}`)
  assert.deepEqual(writing.toSorted(), Object.keys(calls).toSorted())
  for (const [key, prepare] of Object.entries(calls)) {
    const method = key.split(' ')[0]!
    const [url, body = {}] = await prepare()
    const before = await count()
    const refused = await world.call(method, url, { token: ann.token, body })
    assert.equal(refused.status, 403, `${key} by a user: ${refused.text}`)
    assert.equal(await count(), before, key)
    await call(method, url, body)
    assert.equal(await count(), before + 1, key)
  }
  const [chain] = await verifyAudit(app.db.read)
  assert.deepEqual([chain!.entries, chain!.broken], [await count(), null])
})

test('it is read by staff, newest first and by filter', async () => {
  const url = `${OURS}/audit_log`
  const rows = await call('GET', `${url}?limit=3`, {}, mod.token)
  assert.equal(rows.length, 3)
  assert.ok(Number(rows[0].id) > Number(rows[1].id))
  assert.deepEqual([rows[0].account.id, rows[0].site, rows[0].hash.length], [owner.id, 0, 64])
  const roles = await call('GET', `${url}?action=account.change_role&target_type=account&target_id=${ann.id}`)
  assert.deepEqual(roles[0].details, { from: 'user', to: 'user' })
  assert.deepEqual(await call('GET', `${url}?account_id=${mod.id}`), [])
  assert.equal((await world.call('GET', url, { token: ann.token })).status, 403)
})

test('what was not done leaves no entry', async () => {
  const before = await count()
  const again = { domain: 'twice.example' }
  await call('POST', `${V1}/email_domain_blocks`, again)
  const twice = await world.call('POST', `${V1}/email_domain_blocks`, { token: owner.token, body: again })
  assert.equal(twice.status, 422)
  assert.equal(await count(), before + 1)
})

test('many at once continue one chain', async () => {
  const before = await count()
  const body = { type: 'none', send_email_notification: false }
  await Promise.all(
    [mod, owner, mod, owner, mod, owner].map((who) => call('POST', `${V1}/accounts/${ann.id}/action`, body, who.token)),
  )
  const [chain] = await verifyAudit(app.db.read)
  assert.deepEqual([chain!.entries, chain!.broken], [before + 6, null])
})

test('the database refuses every change, and a superuser’s tampering shows', async () => {
  const { pool } = app.db
  for (const statement of [
    "update audit_log set action = 'a.b'",
    'delete from audit_log',
    'truncate audit_log',
    "update audit_log set details = '{}' where sequence = 2",
  ]) {
    await assert.rejects(pool.unsafe(statement), /only added to/, statement)
  }
  const tamper = async (statement: string) => {
    await pool.unsafe('alter table audit_log disable trigger all')
    await pool.unsafe(statement)
    await pool.unsafe('alter table audit_log enable always trigger chain_audit')
    return (await verifyAudit(app.db.read))[0]!.broken
  }
  const [head] = await verifyAudit(app.db.read)
  const changed = await tamper('update audit_log set actor_id = 7 where sequence = 5')
  assert.deepEqual(changed, { sequence: 5, why: 'it was changed' })
  await tamper(`update audit_log set actor_id = ${owner.id} where sequence = 5`)
  assert.equal((await verifyAudit(app.db.read))[0]!.broken, null)
  const cut = await tamper(`delete from audit_log where sequence = ${head!.entries}`)
  assert.equal(cut, null, 'the newest entry is missed by no hash…')
  const known: string[] = []
  await verifyAudit(app.db.read, (hash) => known.push(hash))
  assert.ok(!known.includes(head!.head), '…but by the head that was noted')
  assert.deepEqual(await tamper('delete from audit_log where sequence = 3'), {
    sequence: 3,
    why: 'the entry is missing',
  })
})

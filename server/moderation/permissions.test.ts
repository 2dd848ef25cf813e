import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { modules } from '../modules.ts'

const world = await openWorld()
after(world.close)
const owner = await world.account('olga', { role: 'owner' })
const admin = await world.account('adam', { role: 'admin' })
const mod = await world.account('mona', { role: 'moderator' })
const user = await world.account('uma')
const people = { owner, admin, moderator: mod, user }

const V1 = '/api/v1/admin'
const OURS = '/api/tweeter/v1/admin'
const call = (method: string, url: string, token: string, body: object = {}) =>
  world.call(method, url, { token, ...(method === 'GET' ? {} : { body }) })

/** Who may, of all the rest nobody. The expectation is written out, and a new route must be here. */
const everyStaff = ['owner', 'admin', 'moderator']
const admins = ['owner', 'admin']
const expected: [pattern: RegExp, roles: string[]][] = [
  [/^\/api\/v[12]\/admin\/(reports|accounts)(\/|$)/, everyStaff],
  [/^\/api\/v1\/admin\/(measures|dimensions|retention)$/, everyStaff],
  [/^\/api\/tweeter\/v1\/admin\/(audit_log|traffic|statuses\/:id\/\w+)$/, everyStaff],
  [/^\/api\/tweeter\/v1\/admin\/automation(\/:id\/\w+)?$/, everyStaff],
  [/^\/api\/v1\/admin\/(email_domain_blocks|canonical_email_blocks|ip_blocks|domain_blocks|domain_allows)/, admins],
  [
    /^\/api\/tweeter\/v1\/admin\/(rules|warning_presets|custom_emojis|accounts\/:id\/role|jobs|mail|automation\/rules)/,
    admins,
  ],
]
/** Enough for the body to be read; ids are of nothing, so that who may gets a 404. */
const common = {
  ...{ type: 'none', role: 'user', domain: 'a.example', email: 'a@b.example', ip: '192.0.2.1', text: 'x' },
  ...{ keys: [], start_at: '2026-01-01', end_at: '2026-01-02', frequency: 'day' },
}

test('each admin route: anonymous, wrong scope, and every role', async () => {
  const routes = modules
    .flatMap((module) => module.routes ?? [])
    .filter((route) => route.at.startsWith('server/moderation/') && route.scope.startsWith('admin:'))
  assert.ok(routes.length > 50)
  const scopes = { owner: ['read', 'write'], reader: ['admin:read'], writer: ['admin:write'] }
  const [plain, reader, writer] = await Promise.all(
    Object.values(scopes).map((one) => world.token(owner.id, ['profile', ...one])),
  )
  for (const route of routes) {
    const roles = expected.find(([pattern]) => pattern.test(route.url))?.[1]
    assert.ok(roles, `${route.url} is in the table`)
    const url = route.url.replace(':id', route.url.includes('/suppressions/') ? '0'.repeat(64) : '12')
    const body = { ...common, severity: url.includes('ip_blocks') ? 'sign_up_block' : 'suspend' }
    for (const method of route.method) {
      const about = `${method} ${route.url}`
      assert.equal((await world.call(method, url)).status, 401, about)
      assert.equal((await call(method, url, plain!, body)).status, 403, about)
      const other = route.scope.startsWith('admin:read') ? writer : reader
      assert.equal((await call(method, url, other!, body)).status, 403, `${about}: the other scope`)
      for (const [role, person] of Object.entries(people)) {
        const { status, text } = await call(method, url, person.token, body)
        assert.equal(status === 403, !roles.includes(role), `${about} by ${role}: ${status} ${text}`)
        assert.ok(status < 500, `${about} by ${role}: ${text}`)
      }
    }
  }
})

test('the granular scopes are those that Mastodon has', async () => {
  const token = await world.token(mod.id, ['admin:read:reports'])
  assert.equal((await call('GET', `${V1}/reports`, token)).status, 200)
  assert.equal((await call('GET', `${V1}/accounts`, token)).status, 403)
  assert.equal((await call('POST', `${V1}/reports/12/resolve`, token)).status, 403)
})

test('the mask of a role says what it may', async () => {
  const mask = async (token: string) =>
    Number((await world.call('GET', '/api/v1/accounts/verify_credentials', { token })).json.role.permissions)
  assert.equal(await mask(mod.token), 4 + 8 + 16 + 256 + 1024)
  assert.equal(await mask(user.token), 0)
  assert.equal((await mask(owner.token)) & 1, 1)
  assert.equal((await mask(admin.token)) & 1, 0)
  assert.equal((await mask(admin.token)) & 128, 128)
})

test('nobody acts on somebody of equal or higher role, nor on themselves', async () => {
  const ranks = ['user', 'moderator', 'admin', 'owner'] as const
  for (const one of ranks.slice(1)) {
    for (const other of ranks) {
      const { status } = await call('POST', `${V1}/accounts/${people[other].id}/action`, people[one].token, {
        type: 'none',
      })
      assert.equal(status, ranks.indexOf(one) > ranks.indexOf(other) ? 200 : 403, `${one} on ${other}`)
    }
  }
  for (const type of ['suspend', 'disable', 'silence', 'sensitive']) {
    assert.equal((await call('POST', `${V1}/accounts/${owner.id}/action`, admin.token, { type })).status, 403)
  }
  const { json } = await world.call('POST', '/api/v1/statuses', { token: admin.token, body: { status: 'mine' } })
  assert.equal((await call('POST', `${OURS}/statuses/${json.id}/delete`, mod.token)).status, 403)
})

test('roles are given below one’s own, an owner gives all, and a demotion holds at once', async () => {
  const give = (who: { id: string }, role: string, token: string) =>
    call('POST', `${OURS}/accounts/${who.id}/role`, token, { role })
  const zoe = await world.account('zoe')
  assert.equal((await give(zoe, 'moderator', mod.token)).status, 403)
  assert.equal((await give(zoe, 'admin', admin.token)).status, 403)
  assert.equal((await give(owner, 'user', owner.token)).status, 403)
  const { json } = await give(zoe, 'moderator', admin.token)
  assert.deepEqual([json.role.name, json.account.roles[0].name], ['Moderator', 'Moderator'])
  assert.equal((await call('GET', `${V1}/reports`, zoe.token)).status, 200)
  assert.equal((await give(zoe, 'user', admin.token)).status, 200)
  assert.equal((await call('GET', `${V1}/reports`, zoe.token)).status, 403)
  assert.equal((await give(zoe, 'owner', owner.token)).status, 200)
  assert.equal((await give(zoe, 'user', owner.token)).status, 403)
  assert.equal((await give(zoe, 'king', owner.token)).status, 422)
})

test('a role that is taken away while its holder acts: one after the other', async () => {
  const max = await world.account('max', { role: 'moderator' })
  const acts = Array.from({ length: 5 }, () =>
    call('POST', `${V1}/accounts/${user.id}/action`, max.token, { type: 'none', send_email_notification: false }),
  )
  const demotion = call('POST', `${OURS}/accounts/${max.id}/role`, admin.token, { role: 'user' })
  for (const reply of await Promise.all(acts)) assert.ok([200, 403].includes(reply.status), reply.text)
  assert.equal((await demotion).status, 200)
  assert.equal((await call('POST', `${V1}/accounts/${user.id}/action`, max.token, { type: 'none' })).status, 403)
})

test('lists of accounts, by every filter of both versions', async () => {
  const names = async (query: string, version = 1) =>
    (await call('GET', `/api/v${version}/admin/accounts${query}`, mod.token)).json.map(
      (one: { username: string }) => one.username,
    )
  const lim = await world.account('lim')
  const sus = await world.account('sus')
  await call('POST', `${V1}/accounts/${lim.id}/action`, mod.token, { type: 'silence' })
  await call('POST', `${V1}/accounts/${sus.id}/action`, mod.token, { type: 'suspend' })
  assert.ok(!(await names('')).includes('sus'))
  assert.ok((await names('', 2)).includes('sus'))
  for (const query of ['?silenced=true', '?silenced=true&active=true', '?username=LI', '?email=lim@']) {
    assert.deepEqual(await names(query), ['lim'], query)
  }
  assert.deepEqual(await names('?suspended=true'), ['sus'])
  assert.deepEqual(await names('?status=suspended', 2), ['sus'])
  assert.deepEqual(await names('?staff=true&username=mona'), ['mona'])
  assert.ok((await names('?permissions=staff', 2)).includes('olga'))
  assert.deepEqual(await names('?role_ids[]=admin', 2), ['adam'])
  assert.ok((await names('?role_ids[]=-99&username=lim', 2)).includes('lim'))
  for (const query of [
    '?remote=true',
    '?by_domain=a.example',
    '?ip=192.0.2.1',
    '?ip=nonsense',
    '?ip=fe80::1%25eth0',
    '?ip=1.2.3.4/008',
    '?pending=true',
  ]) {
    assert.deepEqual(await names(query), [], query)
  }
  assert.deepEqual(await names('?origin=remote', 2), [])
  assert.equal((await names('?limit=2')).length, 2)
  const few = await world.statements(() => names('?limit=1'))
  const many = await world.statements(() => names(''))
  assert.ok(many.count <= few.count + 1, `${few.count} and ${many.count}`)
  assert.equal(many.count <= 4, true)
})

test('nothing of all this was a fault of ours', () => assert.deepEqual(world.complaints, []))

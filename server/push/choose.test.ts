import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { issueToken } from '../oauth/index.ts'
import { transact } from '../storage/index.ts'
import { openPushService, type SubscribeOptions, subscribeApp } from './testing.ts'

const world = await openWorld({ TWEETER_OUTGOING_ALLOW: '127.0.0.0/8' })
after(world.close)
const service = await openPushService()
after(service.close)

let count = 0
const person = () => world.account(`c${++count}`)
const act = async (who: Person, url: string, body: object = {}) => {
  const reply = await world.call('POST', url, { token: who.token, body })
  assert.equal(reply.status, 200, `${url}: ${reply.text}`)
  return reply.json
}
const post = (who: Person, status: string, more: object = {}) => act(who, '/api/v1/statuses', { status, ...more })
const follow = (who: Person, whom: Person) => act(who, `/api/v1/accounts/${whom.id}/follow`)
const subscribe = (who: Person, options: SubscribeOptions = {}) => subscribeApp(world, service, who, options)
const token = (who: Person) => world.token(who.id, ['push'])

test('each app of a person gets what it asked for', async () => {
  const [alice, bob] = [await person(), await person()]
  const phone = await subscribe(alice)
  const tablet = await subscribe(alice, { token: await token(alice), standard: false })
  const quiet = await subscribe(alice, { token: await token(alice), data: { alerts: { follow: true } } })
  const none = await subscribe(alice, { token: await token(alice), data: { alerts: {} } })
  const { id } = await post(alice, 'hello')
  await act(bob, `/api/v1/statuses/${id}/favourite`)
  await act(bob, `/api/v1/statuses/${id}/reblog`)
  await post(bob, `hi @${alice.username}`)
  await follow(bob, alice)
  await world.jobs()
  const all = [`favourited your post`, `mentioned you`, `follows you`].map((what) => `@${bob.username} ${what}`)
  assert.deepEqual(phone.titles(), all)
  assert.deepEqual(tablet.titles(), all)
  assert.deepEqual(quiet.titles(), all.slice(2))
  assert.deepEqual(none.titles(), [])
})

test('the policy of a subscription says from whom', async () => {
  const [alice, followed, follower, stranger] = [await person(), await person(), await person(), await person()]
  await follow(alice, followed)
  await follow(follower, alice)
  const apps = new Map<string, Awaited<ReturnType<typeof subscribe>>>()
  for (const policy of ['all', 'followed', 'follower', 'none']) {
    const data = { alerts: { mention: true }, policy }
    apps.set(policy, await subscribe(alice, { token: await token(alice), data }))
  }
  for (const who of [followed, follower, stranger]) await post(who, `hi @${alice.username}`)
  await world.jobs()
  const from = (policy: string, who: Person) => apps.get(policy)!.titles().includes(`@${who.username} mentioned you`)
  const matrix = [followed, follower, stranger].map((who) => [...apps.keys()].filter((policy) => from(policy, who)))
  assert.deepEqual(matrix, [['all', 'followed'], ['all', 'follower'], ['all']])
})

test('what is filtered is not sent; once its sender is accepted, what comes is', async () => {
  const [alice, bob] = [await person(), await person()]
  const { titles } = await subscribe(alice)
  await world.call('PATCH', '/api/v2/notifications/policy', {
    token: alice.token,
    body: { for_not_following: 'filter' },
  })
  await post(bob, `hi @${alice.username}`)
  await world.jobs()
  assert.equal(titles().length, 0)
  const [request] = (await world.call('GET', '/api/v1/notifications/requests', { token: alice.token })).json
  await act(alice, `/api/v1/notifications/requests/${request.id}/accept`)
  await world.jobs()
  assert.equal(titles().length, 0, 'old news')
  await post(bob, `hi again @${alice.username}`)
  await world.jobs()
  assert.equal(titles().length, 1)
})

test('whatever ends before the sending stops it', async () => {
  const ends: [what: string, end: (alice: Person, bob: Person, postId: string, app: string) => Promise<unknown>][] = [
    ['a block', (alice, bob) => act(alice, `/api/v1/accounts/${bob.id}/block`)],
    ['a mute', (alice, bob) => act(alice, `/api/v1/accounts/${bob.id}/mute`)],
    ['the post', (_, bob, id) => world.call('DELETE', `/api/v1/statuses/${id}`, { token: bob.token })],
    ['dismissal', (alice) => act(alice, '/api/v1/notifications/clear')],
    ['the subscription', (_, __, ___, app) => world.call('DELETE', '/api/v1/push/subscription', { token: app })],
    [
      'its alert',
      (_, __, ___, app) =>
        world.call('PUT', '/api/v1/push/subscription', { token: app, body: { data: { alerts: { poll: true } } } }),
    ],
  ]
  for (const [what, end] of ends) {
    const [alice, bob] = [await person(), await person()]
    const { arrived, token } = await subscribe(alice)
    const { id } = await post(bob, `hi @${alice.username}`)
    await end(alice, bob, id, token)
    await world.jobs()
    assert.equal(arrived().length, 0, what)
  }
})

test('a token that is revoked takes its subscription with it, a suspended person gets nothing', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  const app = await world.call('POST', '/api/v1/apps', {
    body: { client_name: 'A', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'push' },
  })
  const { client_id, client_secret } = app.json
  const made = await world.app.db.read<{ id: number }>`select id from oauth_apps where client_id = ${client_id}`
  const issued = await transact(world.app.db, (tx) =>
    issueToken(tx, { appId: made[0]!.id, accountId: Number(alice.id), scopes: ['push'] }),
  )
  const { arrived } = await subscribe(alice, { token: issued.token })
  await world.call('POST', '/oauth/revoke', { body: { client_id, client_secret, token: issued.token } })
  const hers = await subscribe(carol)
  await world.app.db.pool`update accounts set suspended_at = now() where id = ${carol.id}`
  await post(bob, `hi @${alice.username} @${carol.username}`)
  await world.jobs()
  assert.equal(arrived().length, 0)
  assert.equal(hers.arrived().length, 0)
  const [row] = await world.app.db.read<{ active: boolean; endpoint: string }>`
    select active, endpoint from push_subscriptions where account_id = ${alice.id}`
  assert.deepEqual({ ...row }, { active: false, endpoint: '' })
})

test('a post costs as many statements whoever it tells; nobody listening leaves no job', async () => {
  const alice = await person()
  const many = await Promise.all(Array.from({ length: 12 }, person))
  const mentioning = (people: Person[]) => post(alice, people.map((who) => `@${who.username}`).join(' '))
  const jobs = async () => (await world.app.db.read`select from tweeter.jobs where listener like 'push.%'`).length
  await mentioning(many)
  assert.equal(await jobs(), 0)
  const apps = await Promise.all(many.map((who) => subscribe(who)))
  const writing = async (people: Person[]) => (await world.statements(() => mentioning(people))).count
  await writing(many)
  assert.equal(await writing(many), await writing(many.slice(0, 2)))
  assert.equal(await jobs(), 3)
  await world.jobs()
  assert.deepEqual(
    apps.map((app) => app.arrived().length),
    many.map((_, index) => (index < 2 ? 3 : 2)),
  )
})

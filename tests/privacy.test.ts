/**
 * What is not for everybody, asked for by those whom it is not for, at every address that there is and in every way in
 * which they may come to be strangers: never there, once those who may see it have filled the caches.
 */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { modules } from '../server/modules.ts'
import { openWorld, type Person } from '../testing/world.ts'

const world = await openWorld({ TWEETER_LOG_LEVEL: 'info' })
after(world.close)
const [alice, friend, named] = [
  await world.account('alice'),
  await world.account('friend'),
  await world.account('named'),
]
const strangers = {
  nobody: undefined,
  never: await world.account('never'),
  unfollowed: await world.account('unfollowed'),
  removed: await world.account('removed'),
  blocked: await world.account('blocked'),
  waiting: await world.account('waiting'),
}
const gets = modules.flatMap((module) => module.routes ?? []).filter((route) => route.method.includes('GET'))

const send = async (person: Person, method: string, url: string, body: object = {}) => {
  const reply = await world.call(method, `/api/v1/${url}`, { token: person.token, body })
  assert.equal(reply.status, 200, `${method} ${url}: ${reply.text}`)
  return reply.json
}
const follow = (person: Person) => send(person, 'POST', `accounts/${alice.id}/follow`)

/** Every address with every id and name in its places, as far as streams do not hold it open. */
function addresses(ids: readonly string[], words: readonly string[]): string[] {
  return gets
    .filter((route) => !route.url.startsWith('/api/v1/streaming') && !route.url.startsWith('/media'))
    .flatMap(({ url }) => {
      const some = /:(?:id|account_id|size|width)\b/.test(url) ? ids : ['']
      const names = /:(?!id|account_id)\w+/.test(url) ? words : ['']
      return some.flatMap((id) => names.map((name) => url.replace(/:(?:id|account_id)\b/, id).replace(/:\w+/, name)))
    })
}

test('posts for some are shown to nobody else, anywhere', async () => {
  for (const person of [friend, strangers.unfollowed, strangers.removed, strangers.blocked]) await follow(person)
  await send(alice, 'PATCH', 'accounts/update_credentials', { locked: true })
  await follow(strangers.waiting)
  const open = await send(alice, 'POST', 'statuses', { status: 'For all #Birds' })
  const secret = (body: object) => send(alice, 'POST', 'statuses', body)
  const root = await secret({ status: 'HUSH for followers #birds', visibility: 'private' })
  const posts = [
    root,
    await secret({ status: '@named HUSH only you #birds', visibility: 'direct', in_reply_to_id: open.id }),
    await secret({ status: 'more HUSH', spoiler_text: 'HUSH', visibility: 'private', in_reply_to_id: root.id }),
    await send(alice, 'POST', `statuses/${root.id}/reblog`),
  ]
  await send(alice, 'PUT', `statuses/${root.id}`, { status: 'HUSH for followers, edited #birds' })
  await send(alice, 'POST', `statuses/${root.id}/pin`)
  await send(friend, 'POST', `statuses/${root.id}/favourite`)
  await send(friend, 'POST', `statuses/${root.id}/bookmark`)
  for (const person of [strangers.unfollowed, strangers.removed, strangers.blocked]) {
    await send(person, 'POST', `statuses/${root.id}/favourite`)
    await send(person, 'POST', `statuses/${root.id}/bookmark`)
  }
  const ids = [...posts.map((post) => post.id), open.id, alice.id]
  const all = [...addresses(ids, ['alice', 'birds']), `/api/v1/statuses?${ids.map((id) => `id[]=${id}`).join('&')}`]
  assert.ok(all.length > 60)
  const seenBy = async (person: Person | undefined) => {
    const seen: string[] = []
    for (const url of all) {
      const reply = await world.call('GET', url, person ? { token: person.token } : {})
      assert.ok(reply.status < 500, `${url}: ${reply.status}`)
      if (reply.text.includes('HUSH')) seen.push(url)
    }
    return seen
  }
  for (const person of [alice, friend, named, strangers.unfollowed, strangers.removed, strangers.blocked]) {
    assert.ok((await seenBy(person)).length > 0, person.username)
  }

  await send(strangers.unfollowed, 'POST', `accounts/${alice.id}/unfollow`)
  await send(alice, 'POST', `accounts/${strangers.removed.id}/remove_from_followers`)
  await send(alice, 'POST', `accounts/${strangers.blocked.id}/block`)
  for (const [name, person] of Object.entries(strangers)) assert.deepEqual(await seenBy(person), [], name)
  assert.ok((await seenBy(friend)).length > 0)
  assert.deepEqual(world.complaints, [])
})

import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { change, ids, verbs } from './testing.ts'

const world = await openWorld()
after(world.close)
const verb = verbs(world)

const star = await world.account('star')
const fans: Person[] = []
for (let index = 0; index < 7; index++) {
  const fan = await world.account(`fan${index}`)
  fans.push(fan)
  await verb(fan, 'follow', star)
}
const newestFirst = fans.map((fan) => fan.id).toReversed()
const get = (url: string, who?: Person) => world.call('GET', url, who ? { token: who.token } : {})
const followers = `/api/v1/accounts/${star.id}/followers`

const linkOf = (reply: { headers: Record<string, unknown> }, rel: string): string | undefined =>
  new RegExp(`<([^>]+)>; rel="${rel}"`).exec(String(reply.headers.link ?? ''))?.[1]

test('a list is walked to its end and back by its Link headers', async () => {
  const seen: string[] = []
  let url: string | undefined = `${followers}?limit=3`
  let last = await get(url)
  while (url) {
    last = await get(url.replace(world.app.config.url, ''))
    seen.push(...ids(last))
    url = linkOf(last, 'next')
  }
  assert.deepEqual(seen, newestFirst)
  const back = linkOf(last, 'prev')!
  assert.match(back, /^http:\/\/tweeter\.test\/api\/v1\/accounts\/\d+\/followers\?limit=3&min_id=\d+$/)
  assert.deepEqual(ids(await get(back.replace(world.app.config.url, ''))), newestFirst.slice(3, 6))
  const first = await get(`${followers}?limit=2`)
  const since = /min_id=(\d+)/.exec(linkOf(first, 'prev')!)![1]
  const nothing = await get(`${followers}?since_id=${since}`)
  assert.deepEqual([nothing.json, nothing.headers.link], [[], undefined])
})

test('followers and following show accounts to anybody, in one statement whatever their number', async () => {
  assert.deepEqual(ids(await get(followers)), newestFirst)
  assert.deepEqual(ids(await get(`/api/v1/accounts/${fans[0]!.id}/following`)), [star.id])
  const one = await world.statements(() => get(`${followers}?limit=1`))
  const all = await world.statements(() => get(`${followers}?limit=80`))
  assert.deepEqual([one.count, all.count], [1, 1])
  assert.equal((await get('/api/v1/accounts/5/followers')).status, 404)
  assert.equal((await get(`${followers}?max_id=x`)).status, 400)
})

test('what somebody blocks or mutes is left out of the lists that they see', async () => {
  const [viewer, enemy, bore, foe] = fans as [Person, Person, Person, Person]
  await verb(viewer, 'block', enemy)
  await verb(viewer, 'mute', bore)
  await verb(foe, 'block', viewer)
  const hidden = [enemy.id, bore.id, foe.id]
  assert.deepEqual(
    ids(await get(followers, viewer)),
    newestFirst.filter((id) => !hidden.includes(id)),
  )
  const page = await get(`${followers}?limit=3`, viewer)
  assert.ok(linkOf(page, 'next'))
  assert.equal(ids(await get(followers, star)).length, 7)
})

test('hidden collections are the owner’s alone, and whom the owner blocks sees nothing', async () => {
  const outcast = await world.account('outcast')
  await verb(star, 'block', outcast)
  assert.deepEqual((await get(followers, outcast)).json, [])
  await change(world, star, { hide_collections: true })
  assert.deepEqual((await get(followers)).json, [])
  assert.deepEqual((await get(followers, fans[5])).json, [])
  assert.equal((await get(followers, star)).json.length, 7)
  await change(world, star, { suspended_at: new Date() })
  assert.equal((await get(followers)).status, 404)
})

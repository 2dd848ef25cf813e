import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { people } from './people.ts'
import { castOf, dress, Player } from './play.ts'
import { portraits } from './portraits.ts'
import { paint } from './scenes.ts'
import { scriptOf } from './script.ts'

const world = await openWorld()
after(() => world.close())
const now = new Date()

test('the script is the same for the same seed, and tells things in their order', () => {
  const script = scriptOf('seed', now)
  assert.deepEqual(script, scriptOf('seed', now))
  assert.notDeepEqual(script, scriptOf('another', now))
  const names = new Set(people.map((person) => person.username))
  const posts = new Set<number>()
  let last = 0
  for (const event of script) {
    assert.ok(names.has(event.by), event.by)
    assert.ok(event.at.getTime() >= last && event.at < now)
    last = event.at.getTime()
    if (event.does === 'follow') assert.ok(names.has(event.whom) && event.whom !== event.by)
    else if (event.does === 'post') {
      assert.ok(event.what.text.length <= 500, event.what.text)
      assert.ok(event.parent === null || posts.has(event.parent))
      for (const picture of event.what.pictures) assert.ok(picture.alt.length > 20)
      posts.add(event.post)
    } else assert.ok(posts.has(event.post), `${event.does} before its post`)
  }
  assert.ok(posts.size > 200 && names.size === people.length)
})

test('pictures are the same for the same seed, and differ between people', async () => {
  const [one, again, other] = await Promise.all([portraits('mira'), portraits('mira'), portraits('ravi')])
  assert.ok(one.avatar.equals(again.avatar) && one.header.equals(again.header))
  assert.ok(!one.avatar.equals(other.avatar))
  assert.ok((await paint('sea', 'a')).equals(await paint('sea', 'a')))
})

test('what is played is there, dated in the past, and playing it again adds nothing', async () => {
  const { app } = world
  const script = scriptOf('seed', now).slice(0, 900)
  const cast = await castOf(app, () => new Date(now.getTime() - 30 * 24 * 3_600_000))
  assert.deepEqual(await castOf(app, () => now), cast)
  await dress(app, new Map([...cast]), () => {})
  const play = async () => {
    const player = new Player(app, cast)
    for (const event of script) await player.play(event)
  }
  await play()
  const mira = (await world.call('GET', '/api/v1/accounts/lookup?acct=mira')).json
  assert.match(mira.avatar, /\/media\/avatars\//)
  assert.match(mira.note, /Two wheels/)
  const posts = (await world.call('GET', '/api/v1/timelines/public?limit=40')).json
  assert.ok(posts.length > 5 && posts.every((post: { created_at: string }) => new Date(post.created_at) < now))
  await play()
  const again = (await world.call('GET', '/api/v1/timelines/public?limit=40')).json
  assert.deepEqual(
    again.map((post: { id: string; favourites_count: number }) => [post.id, post.favourites_count]),
    posts.map((post: { id: string; favourites_count: number }) => [post.id, post.favourites_count]),
  )
  const viewer = (await world.call('GET', '/api/v1/accounts/lookup?acct=mira')).json
  assert.deepEqual([viewer.followers_count, viewer.statuses_count], [mira.followers_count, mira.statuses_count])
})

test('it takes nobody’s name', async () => {
  const other = await openWorld()
  await other.account('ravi')
  await assert.rejects(
    castOf(other.app, () => now),
    /taken here \(@ravi\)/,
  )
  await other.close()
})

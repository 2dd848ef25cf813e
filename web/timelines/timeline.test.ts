/** A live list of posts: what waits, what is shown, and what a break leaves behind. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Status } from '../../server/posts/schema.ts'
import { statuses } from '../api/entities.ts'
import type { Paged, Query } from '../api/http.ts'
import { compareRows, gapUnder, merged } from './rows.ts'
import { MOST_WAITING, Timeline } from './timeline.ts'

const person = { id: '7', acct: 'ada', avatar_static: '' } as Status['account']
const status = (id: number) =>
  ({
    id: String(id),
    account: person,
    content: '',
    reblog: null,
    visibility: 'public',
    poll: null,
    mentions: [],
    quote_approval: { automatic: ['public'], manual: [], current_user: 'denied' },
    reply_approval: { policy: 'everyone', current_user: false },
  }) as unknown as Status
const update = (id: number) => ({ event: 'update', payload: status(id) })
const range = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, at) => from - at)
const ids = (from: number, to: number) => range(from, to).map(String)

/** A server with the posts 1 to `newest`, which pages as ours does. */
function serverOf(source: { newest: number }) {
  const asked: string[] = []
  const load = async (url: string, query: Query = {}): Promise<Paged<Status>> => {
    const all = new URLSearchParams(url.split('?')[1])
    for (const [name, value] of Object.entries(query)) if (value !== undefined) all.set(name, String(value))
    asked.push(String(all))
    const below = Number(all.get('max_id') ?? source.newest + 1)
    const above = Number(all.get('since_id') ?? 0)
    const limit = Number(all.get('limit') ?? 20)
    const items = range(below - 1, above + 1).slice(0, limit)
    return {
      items: items.map(status),
      next: items.length === limit ? `/t?max_id=${items.at(-1)}&limit=${limit}` : null,
      prev: null,
    }
  }
  return { load, asked }
}

const settled = () => new Promise((done) => setTimeout(done, 1))

async function open(newest: number) {
  const source = { newest }
  const server = serverOf(source)
  const timeline = new Timeline({ path: '/t', load: server.load, accepts: () => true, viewerId: '8' })
  await settled()
  return { source, timeline, ...server }
}

test('what the server wrote into the page needs no request, and leads on', async () => {
  const { load, asked } = serverOf({ newest: 100 })
  const timeline = new Timeline({ path: '/t', load }, range(100, 81).map(status))
  assert.equal(timeline.state.phase, 'ready')
  assert.deepEqual(asked, [])
  await timeline.fetchNextPage()
  assert.deepEqual(timeline.state.rows, ids(100, 41))
})

test('new posts wait, once each, and leave the rows alone until they are shown', async () => {
  const { timeline } = await open(30)
  const before = timeline.state
  timeline.receive([update(31), update(32), update(31)])
  assert.equal(timeline.state, before)
  assert.equal(timeline.waiting.count, 2)
  assert.equal(timeline.waiting.faces.length, 1)
  assert.equal(statuses.get('32'), undefined, 'what waits is not kept')
  timeline.show()
  assert.deepEqual(timeline.state.rows.slice(0, 3), ['32', '31', '30'])
  assert.equal(timeline.waiting.count, 0)
  assert.equal(statuses.get('32')?.id, '32')
})

test('a deletion takes a post out, whether it waits or is shown', async () => {
  const { timeline } = await open(30)
  timeline.receive([update(31), update(32)])
  timeline.receive([
    { event: 'delete', payload: '31' },
    { event: 'delete', payload: '29' },
  ])
  assert.equal(timeline.waiting.count, 1)
  assert.deepEqual(timeline.state.rows.slice(0, 2), ['30', '28'])
  assert.equal(statuses.get('29'), undefined)
})

test('an edit that streams in keeps what the viewer did with the post', async () => {
  const { timeline } = await open(30)
  statuses.patch('30', { favourited: true })
  timeline.receive([{ event: 'status.update', payload: { ...status(30), content: 'edited' } }])
  assert.deepEqual([statuses.get('30')?.content, statuses.get('30')?.favourited], ['edited', true])
})

test('what is streamed to everybody says nothing of the viewer: what they may do is known, or told by the policy', async () => {
  const { timeline } = await open(930)
  const answers = (id: string) => {
    const { reply_approval, quote_approval } = statuses.get(id)!
    return [reply_approval.current_user, quote_approval.current_user]
  }
  const closed = { reply_approval: { policy: 'followers', current_user: false } }
  timeline.receive([update(931), { event: 'update', payload: { ...status(932), ...closed } }])
  timeline.show()
  assert.deepEqual(
    [answers('931'), answers('932')],
    [
      [true, 'automatic'],
      [false, 'automatic'],
    ],
  )
  statuses.patch('932', { reply_approval: { policy: 'followers', current_user: true } })
  timeline.receive([{ event: 'status.update', payload: { ...status(932), ...closed } }])
  assert.deepEqual(answers('932'), [true, 'automatic'])
})

test('so many wait and no more; what does not fit is a gap, which can be filled to the end', async () => {
  const { timeline, source } = await open(30)
  source.newest = 30 + MOST_WAITING + 60
  timeline.receive(range(source.newest, 31).reverse().map(update))
  assert.equal(timeline.waiting.count, MOST_WAITING)
  assert.equal(timeline.waiting.isMore, true)
  timeline.show()
  assert.deepEqual(timeline.state.rows.slice(MOST_WAITING - 1, MOST_WAITING + 2), ['91', gapUnder('91'), '30'])
  await timeline.fill(gapUnder('91'))
  assert.ok(timeline.state.rows.includes(gapUnder('51')), 'a page was not enough')
  await timeline.fill(gapUnder('51'))
  assert.deepEqual(timeline.state.rows, ids(source.newest, 11))
})

test('after a short break what is missing waits; after a long one there is a gap under it', async () => {
  const { timeline, source } = await open(30)
  source.newest = 33
  await timeline.catchUp()
  assert.equal(timeline.waiting.count, 3)
  source.newest = 133
  await timeline.catchUp()
  timeline.show()
  assert.deepEqual(timeline.state.rows.slice(38, 43), ['95', '94', gapUnder('94'), '33', '32'])
})

test('a post of one’s own is there at once, is not taken for a post that was received, and stands where it belongs', async () => {
  const { timeline, source } = await open(30)
  source.newest = 35
  statuses.put({ ...status(35), reblogId: null })
  timeline.insert('35')
  assert.deepEqual(timeline.state.rows.slice(0, 2), ['35', '30'])
  await timeline.catchUp()
  assert.equal(timeline.waiting.count, 4)
  timeline.show()
  assert.deepEqual(timeline.state.rows.slice(0, 7), ids(35, 29))
})

test('an empty list shows what comes at once', async () => {
  const { timeline } = await open(0)
  timeline.receive([update(1)])
  assert.deepEqual(timeline.state.rows, ['1'])
})

test('a failure is said, and trying again helps', async () => {
  const { load } = serverOf({ newest: 30 })
  let fails = true
  const timeline = new Timeline({
    path: '/t',
    load: (url, query) => (fails ? Promise.reject(new Error('away')) : load(url, query)),
  })
  await settled()
  assert.equal(timeline.state.phase, 'failed')
  fails = false
  await timeline.reload()
  fails = true
  await timeline.fetchNextPage()
  assert.equal(timeline.state.isFetchNextPageError, true)
  fails = false
  await timeline.fetchNextPage()
  assert.deepEqual(timeline.state.rows, ids(30, 1))
})

test('rows are in the order of their numbers, a gap below its post', () => {
  assert.deepEqual(['9', '10', gapUnder('10'), '100'].sort(compareRows), ['100', '10', gapUnder('10'), '9'])
  assert.deepEqual(merged(['12', '8'], ['10', '8', '3']), ['12', '10', '8', '3'])
})

test('a short list takes in the older posts of somebody newly followed', async () => {
  const { source, timeline } = await open(0)
  source.newest = 7
  await timeline.refill()
  assert.deepEqual(timeline.state.rows, ids(7, 1))
  timeline.receive([update(8)])
  source.newest = 8
  await timeline.refill()
  assert.deepEqual(timeline.state.rows, ids(8, 1))
  assert.equal(timeline.waiting.count, 0)
})

test('one’s own boost is nothing new to oneself', async () => {
  const { load } = serverOf({ newest: 3 })
  const timeline = new Timeline({ path: '/t', load, viewerId: person.id })
  await settled()
  timeline.receive([{ event: 'update', payload: { ...status(4), reblog: status(2) } }])
  assert.equal(timeline.waiting.count, 0)
  timeline.receive([update(5)])
  assert.equal(timeline.waiting.count, 1)
})

import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../../testing/world.ts'

const world = await openWorld()
after(world.close)
const [alice, bob, carol, dave] = await Promise.all(
  ['alice', 'bob', 'carol', 'dave'].map((name) => world.account(name)),
)
const MINUTE_MS = 60_000

const call = (method: string, url: string, who: Person | null, body?: object) =>
  world.call(method, url, { ...(who ? { token: who.token } : {}), ...(body ? { body } : {}) })
const post = async (who: Person, body: object) => {
  const reply = await call('POST', '/api/v1/statuses', who, body)
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const poll = (extra: object = {}) => ({
  status: 'Tea or coffee?',
  poll: { options: ['Tea', 'Coffee'], expires_in: 600, ...extra },
})
const vote = (who: Person | null, id: string, ...choices: number[]) =>
  call('POST', `/api/v1/polls/${id}/votes`, who, { choices })
const fresh = async (who: Person | null, id: string) => (await call('GET', `/api/v1/polls/${id}`, who)).json

test('a poll is shown, voted in once, and counted', async () => {
  const { id, poll: made } = await post(alice!, poll())
  assert.deepEqual(
    { ...made, id: '', expires_at: '' },
    {
      id: '',
      expires_at: '',
      expired: false,
      multiple: false,
      votes_count: 0,
      voters_count: 0,
      options: [
        { title: 'Tea', votes_count: 0 },
        { title: 'Coffee', votes_count: 0 },
      ],
      emojis: [],
      voted: true,
      own_votes: [],
    },
  )
  const first = await vote(bob!, made.id, 1)
  assert.deepEqual([first.json.voted, first.json.own_votes, first.json.votes_count], [true, [1], 1])
  assert.deepEqual(
    first.json.options.map((one: { votes_count: number }) => one.votes_count),
    [0, 1],
  )
  assert.match((await vote(bob!, made.id, 0)).json.error, /already voted/)
  assert.match((await vote(alice!, made.id, 0)).json.error, /your own polls/)
  assert.equal((await vote(carol!, made.id, 2)).status, 422)
  assert.equal((await vote(carol!, made.id, 0, 1)).status, 422)
  assert.equal((await vote(carol!, made.id)).status, 422)
  assert.equal((await vote(null, made.id, 0)).status, 401)
  const shown = await fresh(null, made.id)
  assert.deepEqual([shown.votes_count, 'voted' in shown, 'own_votes' in shown], [1, false, false])
  const inHome = (await call('GET', '/api/v1/timelines/public', bob!)).json.find((one: { id: string }) => one.id === id)
  assert.deepEqual(inHome.poll.own_votes, [1])
})

test('several choices, hidden totals, and two votes of one person at once', async () => {
  const { poll: made } = await post(alice!, poll({ multiple: true, hide_totals: true }))
  const both = await Promise.all([vote(bob!, made.id, 0, 1, 1), vote(bob!, made.id, 0)])
  assert.deepEqual(both.map((one) => one.status).sort(), [200, 422])
  await vote(carol!, made.id, 0)
  const open = await fresh(bob!, made.id)
  assert.deepEqual(
    open.options.map((one: { votes_count: null }) => one.votes_count),
    [null, null],
  )
  assert.equal(open.voters_count, 2)
  world.pass(11 * MINUTE_MS)
  const over = await fresh(bob!, made.id)
  assert.equal(over.expired, true)
  assert.equal(over.options[0].votes_count, 2)
  assert.match((await vote(dave!, made.id, 0)).json.error, /already ended/)
})

test('what a poll may not be is refused with words, and nothing is posted', async () => {
  const before = (await call('GET', `/api/v1/accounts/${alice!.id}/statuses`, alice!)).json.length
  const wrong: [object, RegExp][] = [
    [{ options: ['one'] }, /at least two/],
    [{ options: ['a', 'b', 'c', 'd', 'e'] }, /at most 4/],
    [{ options: ['same', 'same '] }, /differ/],
    [{ options: ['x'.repeat(51), 'b'] }, /at most 50/],
    [{ expires_in: 10 }, /five minutes/],
    [{ expires_in: 1e9 }, /a month/],
  ]
  for (const [extra, words] of wrong) {
    const reply = await call('POST', '/api/v1/statuses', alice!, poll(extra))
    assert.equal(reply.status, 422)
    assert.match(reply.json.error, words)
  }
  assert.equal((await call('GET', `/api/v1/accounts/${alice!.id}/statuses`, alice!)).json.length, before)
})

test('an edit that changes the choices begins again; one that does not keeps the votes', async () => {
  const { id, poll: made } = await post(alice!, poll())
  await vote(bob!, made.id, 0)
  const edit = (extra: object) => call('PUT', `/api/v1/statuses/${id}`, alice!, { ...poll(extra), status: 'Which?' })
  assert.equal((await edit({})).json.poll.votes_count, 1)
  const anew = (await edit({ options: ['Tea', 'Water'] })).json.poll
  assert.deepEqual([anew.votes_count, anew.options[1].title], [0, 'Water'])
  assert.deepEqual([(await fresh(bob!, made.id)).voted, (await vote(bob!, made.id, 1)).status], [false, 200])
  const history = (await call('GET', `/api/v1/statuses/${id}/history`, bob!)).json
  assert.deepEqual(
    history.map((one: { poll: { options: { title: string }[] } }) => one.poll.options.map((option) => option.title)),
    [
      ['Tea', 'Coffee'],
      ['Tea', 'Coffee'],
      ['Tea', 'Water'],
    ],
  )
  const without = await call('PUT', `/api/v1/statuses/${id}`, alice!, { status: 'No poll' })
  assert.equal(without.json.poll, null)
  assert.equal((await fresh(bob!, made.id)).error !== undefined, true)
  assert.equal((await edit({ options: ['Tea', 'Water'] })).json.poll.votes_count, 0)
})

test('who may not see the post has no poll of it', async () => {
  const { poll: made } = await post(alice!, { ...poll(), visibility: 'private' })
  assert.equal((await call('GET', `/api/v1/polls/${made.id}`, bob!)).status, 404)
  assert.equal((await vote(bob!, made.id, 0)).status, 404)
  const plain = await post(alice!, { status: 'no poll' })
  assert.equal((await call('GET', `/api/v1/polls/${plain.id}`, bob!)).status, 404)
})

import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { change, ids, standing, verbs, type Who } from '../testing.ts'

const world = await openWorld()
after(world.close)
const act = verbs(world)
const post = (who: Who, whom: Who, verb: string, body: object = {}) =>
  world.call('POST', `/api/v1/accounts/${whom.id}/${verb}`, { token: who.token, body })

test('a note is kept for its author alone, and an empty one takes it back', async () => {
  const [ada, bob, cy] = [await world.account('ada'), await world.account('bob'), await world.account('cy')]
  const set = await post(ada, bob, 'note', { comment: 'met at the fair' })
  assert.equal(set.status, 200)
  assert.equal(set.json.note, 'met at the fair')
  assert.equal((await standing(world, ada, bob)).note, 'met at the fair')
  assert.equal((await standing(world, bob, ada)).note, '')
  assert.equal((await standing(world, cy, bob)).note, '')
  assert.equal((await post(ada, bob, 'note', { comment: 'and again' })).json.note, 'and again')
  assert.equal((await post(ada, bob, 'note')).json.note, '')
  assert.equal((await post(ada, ada, 'note', { comment: 'myself' })).json.note, 'myself')
})

test('a note has at most 2,000 characters, and needs an account and the scope', async () => {
  const [dee, eve] = [await world.account('dee'), await world.account('eve')]
  assert.equal((await post(dee, eve, 'note', { comment: '😀'.repeat(2000) })).status, 200)
  const long = await post(dee, eve, 'note', { comment: 'x'.repeat(2001) })
  assert.equal(long.status, 422)
  assert.match(long.json.error, /2000 characters/)
  assert.equal((await standing(world, dee, eve)).note, '😀'.repeat(2000))
  assert.equal((await post(dee, { id: '1', token: '' }, 'note', { comment: 'x' })).status, 404)
  assert.equal((await world.call('POST', `/api/v1/accounts/${eve.id}/note`, { body: {} })).status, 401)
  const reader = await world.token(dee.id, ['read'])
  assert.equal((await post({ id: dee.id, token: reader }, eve, 'note', {})).status, 403)
})

test('one features whom one follows, and only as long', async () => {
  const [fay, gus] = [await world.account('fay'), await world.account('gus')]
  const early = await post(fay, gus, 'endorse')
  assert.equal(early.status, 422)
  assert.match(early.json.error, /following/)
  assert.equal((await post(fay, fay, 'endorse')).status, 422)
  await act(fay, 'follow', gus)
  assert.equal((await post(fay, gus, 'endorse')).json.endorsed, true)
  assert.equal((await post(fay, gus, 'pin')).json.endorsed, true)
  assert.deepEqual(ids(await world.call('GET', '/api/v1/endorsements', { token: fay.token })), [gus.id])
  assert.deepEqual(ids(await world.call('GET', `/api/v1/accounts/${fay.id}/endorsements`)), [gus.id])
  assert.equal((await standing(world, gus, fay)).endorsed, false)
  assert.equal((await post(fay, gus, 'unpin')).json.endorsed, false)
  assert.equal((await post(fay, gus, 'unendorse')).status, 200)
  await post(fay, gus, 'endorse')
  await act(fay, 'unfollow', gus)
  assert.equal((await standing(world, fay, gus)).endorsed, false)
  await act(fay, 'follow', gus)
  assert.equal((await standing(world, fay, gus)).endorsed, false)
  await post(fay, gus, 'endorse')
  await act(gus, 'block', fay)
  assert.equal((await standing(world, fay, gus)).endorsed, false)
})

test('who is featured is shown in pages, without those who are to be hidden', async () => {
  const hal = await world.account('hal')
  const others = [await world.account('ivy'), await world.account('jon'), await world.account('kim')]
  for (const other of others) {
    await act(hal, 'follow', other)
    await post(hal, other, 'endorse')
  }
  const list = `/api/v1/accounts/${hal.id}/endorsements`
  const newest = others.map((one) => one.id).toReversed()
  assert.deepEqual(ids(await world.call('GET', list)), newest)
  const first = await world.call('GET', `${list}?limit=2`)
  assert.deepEqual(ids(first), newest.slice(0, 2))
  const next = /<([^>]+)>; rel="next"/.exec(String(first.headers.link))![1]!
  assert.deepEqual(ids(await world.call('GET', next.replace('http://tweeter.test', ''))), newest.slice(2))
  const viewer = await world.account('lee')
  await act(viewer, 'mute', others[0]!)
  await act(others[1]!, 'block', viewer)
  assert.deepEqual(ids(await world.call('GET', list, { token: viewer.token })), [others[2]!.id])
  await change(world, others[2]!, { suspended_at: new Date() })
  assert.deepEqual(ids(await world.call('GET', list, { token: viewer.token })), [])
  await act(hal, 'block', viewer)
  assert.deepEqual(ids(await world.call('GET', list, { token: viewer.token })), [])
  assert.equal((await world.call('GET', '/api/v1/accounts/1/endorsements')).status, 404)
})

test('an endorsement and the end of the follow at the same moment leave none without a follow', async () => {
  const [mia, ned] = [await world.account('mia'), await world.account('ned')]
  for (let round = 0; round < 5; round++) {
    await act(mia, 'follow', ned)
    await Promise.all([post(mia, ned, 'endorse'), act(mia, 'unfollow', ned)])
    assert.equal((await standing(world, mia, ned)).endorsed, false)
  }
})

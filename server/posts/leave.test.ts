import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { deleteAccount } from '../accounts/index.ts'
import { sweepOrphans } from '../media/index.ts'
import { AT_ONCE } from './leave.ts'

const world = await openWorld()
after(world.close)
const alice = await world.account('alice')
const bob = await world.account('bob')
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const send = async (url: string, body: object = {}) => {
  const reply = await world.call('POST', `/api/v1/${url}`, { token: bob.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}

test('with an account go its posts, its boosts, its favourites and its pictures, however many', async () => {
  const theirs = (await world.call('POST', '/api/v1/statuses', { token: alice.token, body: { status: 'a' } })).json
  await send(`statuses/${theirs.id}/favourite`)
  await send(`statuses/${theirs.id}/reblog`)
  const form = new FormData()
  form.append('file', new Blob([Buffer.from(PIXEL, 'base64')]), 'a.png')
  const media = (await world.call('POST', '/api/v2/media', { token: bob.token, body: form })).json
  const picture = new URL(media.url).pathname
  await send('statuses', { status: 'look', media_ids: [media.id], visibility: 'private' })
  const draftForm = new FormData()
  draftForm.append('file', new Blob([Buffer.from(PIXEL, 'base64')]), 'b.png')
  const held = (await world.call('POST', '/api/v2/media', { token: bob.token, body: draftForm })).json
  const unfinished = { status: 'unfinished', media_ids: [held.id] }
  await world.call('POST', '/api/tweeter/v1/drafts', { token: bob.token, body: unfinished })
  for (let i = 0; i < AT_ONCE; i++) await send('statuses', { status: `post ${i}` })
  await deleteAccount(world.app, Number(bob.id))
  await world.jobs()

  const left = await world.app.db.read`select 1 from posts where author_id = ${bob.id} and deleted_at is null`
  assert.equal(left.length, 0)
  const seen = (await world.call('GET', `/api/v1/statuses/${theirs.id}`)).json
  assert.deepEqual([seen.favourites_count, seen.reblogs_count], [0, 0])
  world.pass(25 * 3600 * 1000)
  await sweepOrphans(world.app)
  await world.jobs()
  assert.equal((await world.call('GET', picture)).status, 404)
  assert.equal((await world.call('GET', new URL(held.url).pathname)).status, 404)
  const kept = await world.app.db.read`select 1 from drafts where account_id = ${bob.id} and params <> '{}'`
  assert.equal(kept.length, 0)
  assert.deepEqual(world.complaints, [])
})

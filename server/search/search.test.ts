import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { cardFetched } from '../cards/index.ts'
import { upload } from '../media/testing.ts'
import { createPost } from '../posts/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { within } from './find-posts.ts'
import { rebuildSearch } from './index.ts'
import { indexBatch } from './indexer.ts'
import { countWaiting, queueEverything } from './queries.ts'

const world = await openWorld()
after(world.close)
const { app } = world
const ann = await world.account('ann')
const bob = await world.account('bob')
const cy = await world.account('cy')

const write = async (person: Person, status: string, more: object = {}): Promise<string> => {
  const reply = await world.call('POST', '/api/v1/statuses', { token: person.token, body: { status, ...more } })
  assert.equal(reply.status, 200, reply.text)
  return reply.json.id
}
const act = async (person: Person, url: string, method = 'POST', body: object = {}) => {
  const reply = await world.call(method, url, { token: person.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const search = async (person: Person | null, q: string, more = '') => {
  const url = `/api/v2/search?q=${encodeURIComponent(q)}${more}`
  const reply = await world.call('GET', url, person ? { token: person.token } : {})
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const find = async (person: Person, q: string, more = ''): Promise<string[]> =>
  (await search(person, q, more)).statuses.map((post: { id: string }) => post.id)

test('a post is found at once, as it is now, until it is deleted', async () => {
  const id = await write(ann, 'The quick brown foxes jumped')
  assert.deepEqual(await find(bob, 'quick fox'), [id])
  assert.deepEqual(await find(bob, '"brown fox"'), [id])
  assert.deepEqual(await find(bob, '"quick fox"'), [])
  assert.deepEqual(await find(bob, 'fox -brown'), [])
  assert.deepEqual(await find(bob, '"the quick"'), [id])
  await act(ann, `/api/v1/statuses/${id}`, 'PUT', { status: 'The slow red snail #Garden' })
  assert.deepEqual(await find(bob, 'quick'), [])
  assert.deepEqual(await find(bob, 'snail #garden'), [id])
  assert.deepEqual((await search(bob, '#gard')).hashtags[0].name, 'garden')
  await act(ann, `/api/v1/statuses/${id}`, 'DELETE')
  assert.deepEqual(await find(bob, 'snail'), [])
  assert.deepEqual((await search(bob, '#gard')).hashtags, [])
})

test('text without spaces is found', async () => {
  const id = await write(ann, '今日は京都で猫を見ました')
  for (const q of ['京都', '猫', '猫を見', '"京都で猫"', '今日 猫']) assert.deepEqual(await find(bob, q), [id], q)
  assert.deepEqual(await find(bob, '東京'), [])
})

test('only what everybody may find, and one’s own library', async () => {
  const open = await write(ann, 'zebra in public')
  const unlisted = await write(ann, 'zebra unlisted', { visibility: 'unlisted' })
  const direct = await write(ann, 'zebra for @bob', { visibility: 'direct' })
  const hidden = await write(ann, 'zebra for followers', { visibility: 'private' })
  assert.deepEqual(await find(ann, 'zebra'), [hidden, direct, unlisted, open])
  assert.deepEqual(await find(bob, 'zebra'), [direct, open])
  assert.deepEqual(await find(cy, 'zebra'), [open])
  await act(cy, `/api/v1/statuses/${unlisted}/bookmark`)
  assert.deepEqual(await find(cy, 'zebra'), [unlisted, open])
  assert.deepEqual(await find(cy, 'zebra in:library'), [unlisted])
  assert.deepEqual(await find(cy, 'in:library'), [unlisted])
  assert.deepEqual(await find(bob, 'zebra in:library'), [direct])
  assert.deepEqual(await find(ann, 'zebra in:public'), [open])
  await act(ann, '/api/v1/accounts/update_credentials', 'PATCH', { indexable: false })
  assert.deepEqual(await find(bob, 'zebra'), [direct], 'who is not to be found is not, at once')
  assert.deepEqual(await find(ann, 'zebra in:public'), [])
  await act(ann, '/api/v1/accounts/update_credentials', 'PATCH', { indexable: true })
  assert.deepEqual((await search(null, 'zebra')).statuses, [], 'nobody finds posts who is not signed in')
})

test('a poll that somebody voted in is in their library', async () => {
  const poll = { options: ['yes', 'no'], expires_in: 3600 }
  const id = await write(ann, 'Is it an okapi?', { visibility: 'unlisted', poll })
  assert.deepEqual(await find(cy, 'okapi'), [])
  await act(cy, `/api/v1/polls/${id}/votes`, 'POST', { choices: [0] })
  assert.deepEqual(await find(cy, 'okapi'), [id])
  assert.deepEqual(await find(cy, 'okapi in:library'), [id])
  assert.deepEqual(await find(bob, 'okapi'), [])
})

test('who was limited is found by those who follow them only', async () => {
  const dan = await world.account('dan')
  const id = await write(dan, 'tapir')
  await app.db.pool`update accounts set silenced_at = now() where id = ${dan.id}`
  assert.deepEqual(await find(cy, 'tapir'), [])
  await act(cy, `/api/v1/accounts/${dan.id}/follow`)
  assert.deepEqual(await find(cy, 'tapir'), [id])
  assert.deepEqual(await find(dan, 'tapir'), [id])
})

test('blocked and muted people are not found', async () => {
  const id = await write(ann, 'giraffe')
  for (const [doing, undoing] of [
    ['block', 'unblock'],
    ['mute', 'unmute'],
  ]) {
    await act(cy, `/api/v1/accounts/${ann.id}/${doing}`)
    assert.deepEqual(await find(cy, 'giraffe'), [])
    await act(cy, `/api/v1/accounts/${ann.id}/${undoing}`)
  }
  await act(ann, `/api/v1/accounts/${cy.id}/block`)
  assert.deepEqual(await find(cy, 'giraffe'), [])
  await act(ann, `/api/v1/accounts/${cy.id}/unblock`)
  assert.deepEqual(await find(cy, 'giraffe'), [id])
})

test('operators', async () => {
  const plain = await write(ann, 'otter one', { language: 'en' })
  const link = await write(bob, 'otter https://example.com/x', { language: 'de', sensitive: true })
  const reply = await write(bob, '@ann otter too', { in_reply_to_id: plain, language: 'en' })
  const media = await upload(world, ann, { description: 'a swimming beaver' })
  const picture = await write(ann, 'otter picture', { media_ids: [media.id] })
  const old = await transact(app.db, async () => {
    const viewer = { accountId: Number(ann.id), role: 'user' as const }
    return (await createPost(app, viewer, { status: 'otter of old' }, { createdAt: new Date('2020-05-05T12:00:00Z') }))
      .id
  })
  const cases: [string, string[]][] = [
    ['otter', [picture, reply, link, plain, old]],
    ['otter from:ann', [picture, plain, old]],
    ['otter from:@ann@tweeter.test -has:media', [plain, old]],
    ['otter from:nobody', []],
    ['otter -from:nobody -from:ann', [reply, link]],
    ['otter to:ann', [reply]],
    ['otter is:reply', [reply]],
    ['otter is:sensitive', [link]],
    ['otter has:link', [link]],
    ['otter has:image', [picture]],
    ['has:media beaver', [picture]],
    ['otter has:video', []],
    ['otter language:de', [link]],
    ['otter before:2020-05-06', [old]],
    ['otter after:2020-05-05', [picture, reply, link, plain]],
    ['otter during:2020-05', [old]],
    ['otter -during:2020', [picture, reply, link, plain]],
    ['otter before:2020-05-05', []],
    ['from:ann during:2020', [old]],
  ]
  for (const [q, ids] of cases) assert.deepEqual(await find(cy, q), ids, q)
  assert.deepEqual(await find(ann, 'otter from:me has:image'), [picture])
  assert.deepEqual(await find(cy, 'otter', `&account_id=${bob.id}`), [reply, link])
  assert.deepEqual(await find(cy, 'otter', '&limit=2&type=statuses'), [picture, reply])
  assert.deepEqual(await find(cy, 'otter', '&limit=2&offset=2&type=statuses'), [link, plain])
  assert.deepEqual(await find(cy, 'otter', `&max_id=${reply}&limit=1`), [link])
  assert.deepEqual(await find(cy, 'otter', `&min_id=${link}`), [picture, reply])
})

test('polls are found by what can be chosen, quotes as such, links once their preview is there', async () => {
  const poll = { options: ['armadillo', 'pangolin'], expires_in: 3600 }
  const asked = await write(ann, 'which one', { poll })
  const quote = await write(bob, 'an interesting marmot', { quoted_status_id: asked })
  const linked = await write(ann, 'marmot https://pages.example/marmot')
  assert.deepEqual(await find(cy, 'pangolin has:poll'), [asked])
  assert.deepEqual(await find(cy, 'marmot is:quote'), [quote])
  assert.deepEqual(await find(cy, 'marmot has:quote'), [quote])
  assert.deepEqual(await find(cy, 'marmot has:embed'), [])
  const url = 'https://pages.example/marmot'
  const preview = {
    ...{ title: 'A page', description: '', language: null, type: 'link', author_name: '', author_url: '' },
    ...{ provider_name: '', provider_url: '', html: '', width: 0, height: 0, embed_url: '', published_at: null },
    ...{ image_description: '', blurhash: null },
  }
  const show = async (shown: object | null) => {
    await app.db.pool`update cards set preview = ${shown && app.db.pool.json(shown as never)}::jsonb where url = ${url}`
    await transact(app.db, (tx) => emit(tx, cardFetched, { url }))
  }
  await show(preview)
  assert.deepEqual(await find(cy, 'marmot has:embed'), [linked])
  await show(null)
  assert.deepEqual(await find(cy, 'marmot has:embed'), [], 'a page without a preview has none')
})

test('an address finds the post or the profile that it is of, for those who may see it', async () => {
  const id = await write(ann, 'secret', { visibility: 'private' })
  for (const url of [`http://tweeter.test/@ann/${id}`, `http://tweeter.test/users/ann/statuses/${id}`]) {
    assert.deepEqual(await find(ann, url, '&resolve=true'), [id])
    assert.deepEqual(await find(bob, url), [])
  }
  const found = await search(bob, 'http://tweeter.test/@ann')
  assert.deepEqual(
    found.accounts.map((one: { id: string }) => one.id),
    [ann.id],
  )
  assert.deepEqual(await find(bob, 'http://tweeter.test/@ann', '&type=statuses'), [])
})

test('accounts and hashtags, alone or together; version 1 has the names of tags', async () => {
  await write(ann, 'one #bobcat #bobsled')
  await write(bob, 'two #bobsled')
  const all = await search(cy, 'bob')
  assert.deepEqual(
    all.accounts.map((one: { acct: string }) => one.acct),
    ['bob'],
  )
  assert.deepEqual(
    all.hashtags.map((one: { name: string }) => one.name),
    ['bobsled', 'bobcat'],
  )
  assert.equal(all.hashtags[0].history.length, 7)
  const v1 = await world.call('GET', '/api/v1/search?q=bob', { token: cy.token })
  assert.deepEqual(v1.json.hashtags, ['bobsled', 'bobcat'])
  assert.deepEqual((await search(cy, 'bob', '&type=hashtags')).accounts, [])
  assert.deepEqual((await search(cy, '@bob')).hashtags, [])
  assert.deepEqual((await search(cy, '#bob')).accounts, [])
  assert.deepEqual((await search(cy, 'bob', '&following=true')).accounts, [])
  assert.deepEqual((await search(cy, 'bob', '&exclude_unreviewed=true')).hashtags, [])
  const anonymous = await search(null, 'bob')
  assert.equal(anonymous.accounts.length + anonymous.hashtags.length, 3)
})

test('what may not be asked for', async () => {
  const status = async (url: string, token?: string) => (await world.call('GET', url, token ? { token } : {})).status
  assert.equal(await status('/api/v2/search?q=a&resolve=true'), 401)
  assert.equal(await status('/api/v2/search?q=a&type=accounts&offset=5'), 401)
  assert.equal(await status('/api/v2/search', ann.token), 400)
  assert.equal(await status('/api/v2/search?q=a&type=everything', ann.token), 400)
  assert.equal(await status('/api/v2/search?q=a', await world.token(ann.id, ['read:statuses'])), 403)
  assert.deepEqual(await find(ann, '"'), [])
  for (const q of ["'", '\\', ':*', '!!!', '&|<->', '((', "a' | 'b", '"', '-', '#', '@', '%00', '()*&^', '😀', ' ']) {
    assert.equal(await status(`/api/v2/search?q=${encodeURIComponent(q)}`, ann.token), 200, q)
  }
})

test('a search is a fixed number of statements', async () => {
  for (let i = 0; i < 15; i++) await write(i % 2 ? ann : bob, `walrus ${i}`)
  await find(cy, 'walrus', '&limit=2')
  const few = await world.statements(() => find(cy, 'walrus', '&limit=2&type=statuses'))
  const many = await world.statements(() => find(cy, 'walrus', '&limit=15&type=statuses'))
  assert.ok(many.result.length === 15 && many.count <= few.count + 2, `${few.count}, ${many.count}`)
  assert.ok(many.count <= 12, `${many.count}`)
})

test('posts of many slices come in their order, and page by page', async () => {
  const ids: string[] = []
  for (let n = 0; n < 9; n++) {
    for (const one of ['old', 'new']) ids.unshift(await write(ann, `ibex ${one} ${n} ${n === 2 ? 'markhor' : ''}`))
    await find(cy, 'ibex')
    await app.db.pool`
      insert into search_slices (no, from_id)
      select max(no) + 1, (select max(post_id) + 1 from search_posts) from search_slices`
  }
  assert.deepEqual(await find(cy, 'ibex', '&limit=40'), ids)
  assert.deepEqual(await find(cy, 'ibex', '&limit=5'), ids.slice(0, 5))
  assert.deepEqual(await find(cy, 'markhor'), ids.slice(12, 14))
  assert.deepEqual(
    await find(cy, 'from:ann ibex -new', '&limit=40'),
    ids.filter((_, at) => at % 2 === 1),
  )
  const paged: string[] = []
  for (let page = await find(cy, 'ibex', '&limit=4'); page.length > 0; ) {
    paged.push(...page)
    page = await find(cy, 'ibex', `&limit=4&max_id=${page.at(-1)}`)
  }
  assert.deepEqual(paged, ids)
  assert.deepEqual(await find(cy, 'ibex', `&min_id=${ids[10]}&limit=40`), ids.slice(0, 10))
  assert.deepEqual(await find(cy, 'ibex', '&type=statuses&offset=8&limit=40'), ids.slice(8))
  const { count } = await world.statements(() => find(cy, 'nobodywrotethis', '&type=statuses'))
  assert.ok(count <= 6, `${count}`)
})

test('the index can be made anew, and two who index at once do not disturb each other', async () => {
  for (const n of [1, 2, 3]) await write(ann, `narwhal ${n} #arctic`)
  await write(ann, 'narwhal for few #arctic', { visibility: 'unlisted' })
  const before = await find(cy, 'narwhal')
  assert.equal(before.length, 3)
  await rebuildSearch(app)
  await Promise.all([transact(app.db, indexBatch), transact(app.db, indexBatch)])
  assert.deepEqual(await find(cy, 'narwhal'), before)
  await transact(app.db, queueEverything)
  await app.db.pool`insert into search_queue (post_id) select 1 from generate_series(1, 501)`
  await find(cy, 'narwhal')
  assert.ok((await countWaiting(app.db.read, 1000)) > 500, 'a long queue is left to the background')
  while ((await transact(app.db, indexBatch)) > 0) assert.ok(true)
  assert.deepEqual(await find(cy, 'narwhal'), before)
  const [row] = await app.db.read<{ posts: number }>`select posts from search_tags where tag = 'arctic'`
  assert.equal(row!.posts, 3)
})

test('what takes too long is given up', async () => {
  const began = performance.now()
  const slow = within(began + 200, app.db.read`select pg_sleep(20)`)
  await assert.rejects(slow, (error: { status?: number }) => error.status === 503)
  assert.ok(performance.now() - began < 5000)
})

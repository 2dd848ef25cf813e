/** A network with people, posts, pictures, polls and mails is backed up and restored, at rest and while it is in use. */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { readConfig } from '../server/config/index.ts'
import { html } from '../server/kit/index.ts'
import { doubtWaitingMails, sendMail, template } from '../server/mail/index.ts'
import { blobsOf, form, makePicture } from '../server/media/testing.ts'
import { addPerson, PASSWORD, registered } from '../server/oauth/testing.ts'
import { createServer } from '../server/server.ts'
import {
  contents,
  type Restored,
  restoreBackup,
  schemaOf,
  temporaryFolder,
  writeBackup,
} from '../server/storage/backup/testing.ts'
import { transact } from '../server/storage/index.ts'
import { freshDatabase } from '../testing/cluster.ts'
import { openWorld } from '../testing/world.ts'

const folder = temporaryFolder()
after(folder.remove)
const world = await openWorld()
after(world.close)
const { app } = world
const hello = template<object>(
  'tests.hello',
  () => 'Hello',
  () => 'Hello',
  () => html`Hello`,
)
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** The server of what was restored. */
async function serve(restored: Restored) {
  const config = readConfig({
    TWEETER_URL: 'http://tweeter.test',
    TWEETER_DATA: restored.dataDir,
    TWEETER_PASSWORD_GRANT: 'on',
    TWEETER_RATE_LIMIT_PERCENT: '0',
  })
  const storage = { db: restored.db, died: new Promise<string>(() => {}), close: restored.drop }
  const tweeter = await createServer(config, { log: silent, storage })
  after(() => tweeter.stop())
  return async (method: 'GET' | 'POST', url: string, token?: string, payload?: object) => {
    const headers = token ? { authorization: `Bearer ${token}` } : {}
    return await tweeter.http.inject({
      method,
      url: new URL(url, 'http://x').pathname,
      headers,
      ...(payload && { payload }),
    })
  }
}

test('everything comes back: password, token, posts, pictures, polls, mails', async () => {
  await addPerson(world, 'ada')
  const client = await registered(world)
  const alice = await world.account('alice')
  const bob = await world.account('bob')
  const ask = (token: string, url: string, body: object = {}) => world.call('POST', url, { token, body })
  const picture = (await ask(alice.token, '/api/v2/media', form(await makePicture()))).json
  const post = (
    await ask(alice.token, '/api/v1/statuses', { status: 'Look!\n\\. "tabs"\there', media_ids: [picture.id] })
  ).json
  const poll = (
    await ask(bob.token, '/api/v1/statuses', { status: 'Tea?', poll: { options: ['Yes', 'No'], expires_in: 600 } })
  ).json
  await ask(alice.token, `/api/v1/polls/${poll.poll.id}/votes`, { choices: [1] })
  await ask(bob.token, `/api/v1/statuses/${post.id}/favourite`)
  await ask(bob.token, `/api/v1/accounts/${alice.id}/follow`)
  const [wanted, optional] = await transact(app.db, async (tx) => [
    await sendMail(tx, { to: 'ada@people.example', template: hello, data: {} }),
    await sendMail(tx, { to: 'ada@people.example', template: hello, data: {}, optional: true }),
  ])
  await app.db.pool`insert into request_salts values (current_date, '\\x00') on conflict do nothing`
  const said: string[] = []
  await app.db.pool`create table public.not_ours (a int)`
  const { manifest, bytes } = await writeBackup(app.db, folder.file('rest'), app.blobs, { said })
  await app.db.pool`drop table public.not_ours`
  assert.match(said.join(), /because they are not Tweeter's: public\.not_ours/)
  assert.ok(bytes > 5000 && manifest.tables.length > 90)

  const restored = await restoreBackup(folder.file('rest'), folder.file('data'))
  const [before, now] = [await contents(app.db), await contents(restored.db)]
  const empty =
    /^(?:tweeter\.)?(?:facts|home_facts|blobs_to_come|sites|site_(?:link|pauses|places|new_tables)|request_salts)$|^public\.request_salts$/
  for (const [table, sum] of Object.entries(before)) {
    if (empty.test(table)) assert.match(now[table]!, /^0 /, table)
    else assert.equal(now[table], sum, table)
  }
  const fresh = await freshDatabase()
  assert.deepEqual(await schemaOf(restored.db), await schemaOf(fresh.db))
  await fresh.drop()
  await transact(restored.db, (tx) => doubtWaitingMails(tx))
  const mails = await restored.db.read<{ id: number; state: string }>`select id, state from tweeter.mails order by id`
  assert.deepEqual(
    mails.filter(({ id }) => [wanted, optional].includes(id)).map(({ state }) => state),
    ['waiting', 'unknown'],
  )

  const call = await serve(restored)
  const seen = await call('GET', `/api/v1/statuses/${post.id}`, alice.token)
  assert.equal(seen.json().content, post.content)
  assert.equal(seen.json().favourites_count, 1)
  assert.equal((await call('GET', `/api/v1/polls/${poll.poll.id}`, alice.token)).json().own_votes[0], 1)
  const original = await world.tweeter.http.inject(new URL(picture.url).pathname)
  assert.ok(original.rawPayload.length > 100)
  assert.ok((await call('GET', picture.url)).rawPayload.equals(original.rawPayload))
  const grant = { grant_type: 'password', ...client, scope: 'read', username: 'ada', password: PASSWORD }
  assert.equal((await call('POST', '/oauth/token', undefined, grant)).statusCode, 200)
  const next = (await call('POST', '/api/v1/statuses', alice.token, { status: 'Here again' })).json()
  assert.ok(Number(next.id) > Number(poll.id))
  assert.equal((await call('GET', `/api/v1/accounts/${alice.id}`)).json().statuses_count, 2)
  assert.equal((await blobsOf({ app: { config: { dataDir: restored.dataDir } } } as never, 'media/')).length > 0, true)
})

test('while everybody writes: every reply has its parent, and the sums agree', async () => {
  const people = await Promise.all(['dora', 'emil', 'fay'].map((name) => world.account(name)))
  let going = true
  const ids: string[] = []
  const writers = people.map(async ({ token }, at) => {
    for (let n = 0; going; n++) {
      const parent = ids.at(-1 - ((n * 7 + at) % 5))
      const body = { status: `post ${n}`, ...(parent && n % 3 ? { in_reply_to_id: parent } : {}) }
      const { json } = await world.call('POST', '/api/v1/statuses', { token, body })
      ids.push(json.id)
      if (parent) await world.call('POST', `/api/v1/statuses/${parent}/favourite`, { token })
    }
  })
  while (ids.length < 30) await new Promise((done) => setTimeout(done, 20))
  const before = ids.length
  const { manifest } = await writeBackup(app.db, folder.file('busy'), app.blobs)
  const during = ids.length - before
  going = false
  await Promise.all(writers)
  assert.ok(during > 0, 'nothing was written meanwhile')

  const { db, drop } = await restoreBackup(folder.file('busy'), folder.file('busy-data'))
  const [wrong] = await db.read<Record<string, number>>`
    select (select count(*)::int from posts p where in_reply_to_id is not null
              and not exists (select from posts q where q.id = p.in_reply_to_id)) as orphans,
           (select count(*)::int from account_stats s where s.posts <>
              (select count(*) from posts p where p.author_id = s.account_id and p.deleted_at is null)) as authors,
           (select count(*)::int from post_stats s where s.favourites <>
              (select count(*) from favourites f where f.post_id = s.post_id and f.active)) as favourites,
           (select count(*)::int from posts) as posts`
  const { posts, ...faults } = wrong!
  assert.deepEqual(faults, { orphans: 0, authors: 0, favourites: 0 })
  assert.ok(posts! >= before && posts! < ids.length + 5)
  assert.equal(manifest.tables.find((table) => table.name === 'posts')!.rows, posts)
  await drop()
})

/** Ten thousand writes wait for the cable to be mended; afterwards all that is derived is at both as where they were made. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { indexBatch } from '../../search/index.ts'
import { type Tx, transact } from '../../storage/index.ts'
import { updateTrends } from '../../trends/index.ts'
import { at, openReplicated, type Replicated, type Site, until } from './two.testing.ts'

let two: Replicated
let east: Site
let west: Site
before(async () => {
  two = await openReplicated({ env: { TWEETER_TREND_PEOPLE: '2' } })
  ;({ east, west } = two)
})
after(() => two.close())

const POSTS = 1000
const PEOPLE = 25

/** Posts with a hashtag each, replies and boosts among them, and everybody's favourites; some are deleted again. */
async function writeMuch(tx: Tx, people: number[]): Promise<void> {
  await tx`
    insert into posts (author_id, conversation_id, visibility, text, content)
    select (${people}::bigint[])[1 + n % ${PEOPLE}], 0, 'public', 'wombat number ' || n || ' #tag' || n % 7, '<p>wombat</p>'
      from generate_series(1, ${POSTS}) n`
  await tx`update posts set conversation_id = id where conversation_id = 0`
  await tx`
    insert into post_tags (tag, name, post_id)
    select 'tag' || id % 7, 'tag' || id % 7, id from posts`
  await tx`
    insert into favourites (account_id, post_id)
    select a, p.id from (select id from posts order by id desc limit 300) p, unnest(${people}::bigint[]) a`
  await tx`
    insert into posts (author_id, conversation_id, visibility, in_reply_to_id, in_reply_to_account_id, text, content)
    select (${people}::bigint[])[1 + p.id % ${PEOPLE}], p.id, 'public', p.id, p.author_id, 'a reply', '<p>a reply</p>'
      from posts p where p.id % 5 = 0`
  await tx`update favourites set active = false where post_id % 11 = 0`
  await tx`update posts set deleted_at = now() where id % 13 = 0`
  await tx`
    insert into tweeter.facts (by_site, signal, fact)
    select tweeter.site(), 'posts.posted', jsonb_build_object(
             'postId', id, 'authorId', author_id, 'limited', false, 'visibility', visibility, 'language', null,
             'boostOfId', null, 'boostOfAuthorId', null, 'inReplyToId', in_reply_to_id,
             'inReplyToAccountId', in_reply_to_account_id, 'conversationId', conversation_id, 'mentions', '[]'::jsonb,
             'tags', '[]'::jsonb, 'hasMedia', false, 'quoteOfId', null, 'hasPoll', false)
      from posts order by id`
}

/** Derived tables, in an order of their own. */
const derived = [
  'select * from account_stats order by account_id',
  'select * from post_stats where (replies, boosts, favourites, quotes) <> (0, 0, 0, 0) order by post_id',
  'select * from account_tags where posts > 0 order by account_id, tag',
  'select * from tag_day_accounts where uses > 0 order by day, tag, account_id',
  'select * from tag_day_parts where uses > 0 order by day, tag, part',
  'select post_id, author_id, open, tags from search_posts order by post_id',
  'select * from search_tags where posts > 0 order by tag',
  `select key, people from trend_scores where kind = 'tag' order by key`,
]

async function finish(site: Site): Promise<void> {
  while ((await transact(site.app.db, indexBatch)) > 0);
  await updateTrends(site.app)
}

test('timelines, counters, search and trends', async () => {
  const people: number[] = []
  for (let n = 0; n < PEOPLE; n++) people.push(Number((await east.account(`much_${n}`)).id))
  const reader = await east.account('much_reader')
  for (const id of people.slice(0, 5)) await at(east, reader).post(`/api/v1/accounts/${id}/follow`)
  await two.settle()
  const home = async (site: Site) => {
    const pages: string[] = []
    for (let below = ''; ; ) {
      const page = (await at(site, reader).get(`/api/v1/timelines/home?limit=40${below}`)).json as { id: string }[]
      pages.push(...page.map((one) => one.id))
      if (page.length === 0) return pages
      below = `&max_id=${page.at(-1)!.id}`
    }
  }
  assert.deepEqual(await home(west), [])
  await two.cut()
  await transact(east.app.db, (tx) => writeMuch(tx, people))
  await two.mend()
  const began = performance.now()
  await two.settle()
  await finish(east)
  await finish(west)
  assert.ok(performance.now() - began < 60_000)
  for (const query of derived) {
    const rows = async (site: Site) => [...(await site.app.db.read.unsafe(query))]
    const [atEast, atWest] = [await rows(east), await rows(west)]
    assert.ok(atEast.length > 0, query)
    assert.deepEqual(atWest, atEast, query)
  }
  const [atEast, atWest] = [await home(east), await home(west)]
  assert.ok(atEast.length > 100, `${atEast.length} posts`)
  assert.deepEqual(atWest, atEast)
  await until(
    async () => (await at(west, reader).get('/api/v2/search?q=wombat&type=statuses')).json.statuses.length > 0,
  )
})

import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)
const HALF_DAY = 12 * 3600 * 1000
// No test shall see a half day end by chance.
world.pass(HALF_DAY - (world.app.now().getTime() % HALF_DAY) + 3600 * 1000)

interface Shown {
  group_key: string
  type: string
  notifications_count: number
  most_recent_notification_id: number
  page_min_id?: string
  page_max_id?: string
  latest_page_notification_at?: string
  sample_account_ids: string[]
  status_id?: string
}
interface One {
  id: string
  group_key: string
  type: string
  created_at: string
  account: { id: string }
  status?: { id: string }
}

const GROUPS = '/api/v2/notifications'
const get = async (who: Person, url: string) => {
  const reply = await world.call('GET', url, { token: who.token })
  assert.equal(reply.status, 200, `${url}: ${reply.text}`)
  return reply
}
const groups = async (who: Person, query = '') => (await get(who, `${GROUPS}${query}`)).json
const brief = async (who: Person, query = '') =>
  (await groups(who, query)).notification_groups.map((one: Shown) => `${one.notifications_count} ${one.type}`)
const act = async (who: Person, url: string, body: object = {}) => {
  const reply = await world.call('POST', url, { token: who.token, body })
  assert.equal(reply.status, 200, `${url}: ${reply.text}`)
  return reply.json
}
const post = (who: Person, status: string) => act(who, '/api/v1/statuses', { status })
const favourite = (who: Person, id: string) => act(who, `/api/v1/statuses/${id}/favourite`)
const unread = async (who: Person, query = '') => (await get(who, `${GROUPS}/unread_count${query}`)).json.count

let people = 0
const person = () => world.account(`g${++people}`)
/** Alice has, oldest first: 3 favourites of one post, a mention, 2 boosts of it, a favourite of another, 2 follows. */
async function popular() {
  const [alice, bob, carol, dave] = [await person(), await person(), await person(), await person()]
  const [one, two] = [await post(alice, 'one'), await post(alice, 'two')]
  for (const who of [bob, carol, dave]) await favourite(who, one.id)
  const mention = await post(bob, `hi @${alice.username}`)
  for (const who of [bob, carol]) await act(who, `/api/v1/statuses/${one.id}/reblog`)
  await favourite(dave, two.id)
  for (const who of [bob, dave]) await act(who, `/api/v1/accounts/${alice.id}/follow`)
  return { alice, bob, carol, dave, one, two, mention }
}

/** What v2 must say, made from what v1 says. */
function grouped(all: One[]): Map<string, One[]> {
  const byKey = new Map<string, One[]>()
  for (const one of all) byKey.set(one.group_key, [...(byKey.get(one.group_key) ?? []), one])
  return byKey
}

test('groups are what v1 lists, put together by its keys', async () => {
  const { alice, bob, carol, dave, one, mention } = await popular()
  const v1: One[] = (await get(alice, '/api/v1/notifications')).json
  const v2 = await groups(alice)
  const expected = [...grouped(v1)].map(([key, members]) => ({
    group_key: key,
    notifications_count: members.length,
    type: members[0]!.type,
    most_recent_notification_id: Number(members[0]!.id),
    page_min_id: members.at(-1)!.id,
    page_max_id: members[0]!.id,
    latest_page_notification_at: members[0]!.created_at,
    sample_account_ids: members.map((member) => member.account.id),
    ...(members[0]!.status ? { status_id: members[0]!.status.id } : {}),
  }))
  assert.deepEqual(v2.notification_groups, expected)
  assert.deepEqual(await brief(alice), ['2 follow', '1 favourite', '2 reblog', '1 mention', '3 favourite'])
  assert.deepEqual(v2.accounts.map(({ id }: Person) => id).toSorted(), [bob.id, carol.id, dave.id].toSorted())
  assert.equal(v2.partial_accounts, undefined)
  assert.equal(v2.statuses.length, 3, 'each post once')
  const keys = v2.notification_groups.map((group: Shown) => group.group_key)
  assert.match(keys[0], /^follow-\d+$/)
  assert.match(keys[2], new RegExp(`^reblog-${one.id}-\\d+$`))
  assert.match(keys[3], /^ungrouped-\d+$/)
  assert.equal(v2.notification_groups[3].status_id, mention.id)
})

test('half days are groups of their own', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  const { id } = await post(alice, 'hello')
  await favourite(bob, id)
  world.pass(HALF_DAY)
  await favourite(carol, id)
  assert.deepEqual(await brief(alice), ['1 favourite', '1 favourite'])
  const keys = grouped((await get(alice, '/api/v1/notifications')).json)
  const shown: Shown[] = (await groups(alice)).notification_groups
  assert.deepEqual(
    shown.map((group) => group.group_key),
    [...keys.keys()],
  )
})

test('narrowed as v1 is; types that an app cannot group stand alone', async () => {
  const { alice, carol, dave } = await popular()
  assert.deepEqual(await brief(alice, '?types[]=follow&types[]=mention'), ['2 follow', '1 mention'])
  assert.deepEqual(await brief(alice, '?exclude_types[]=favourite&exclude_types[]=follow'), ['2 reblog', '1 mention'])
  assert.deepEqual(await brief(alice, `?account_id=${carol.id}`), ['1 reblog', '1 favourite'])
  const only = '?grouped_types[]=favourite&types[]=follow&types[]=favourite'
  assert.deepEqual(await brief(alice, only), ['1 follow', '1 follow', '1 favourite', '3 favourite'])
  const [first]: Shown[] = (await groups(alice, only)).notification_groups
  assert.equal(first!.group_key, `ungrouped-${first!.most_recent_notification_id}`)
  const alone = await get(alice, `${GROUPS}/${first!.group_key}`)
  assert.equal(alone.json.notification_groups[0].notifications_count, 1)
  assert.deepEqual(alone.json.notification_groups[0].sample_account_ids, [dave.id])

  const partial = await groups(alice, '?expand_accounts=partial_avatars&types[]=reblog')
  assert.deepEqual(
    partial.accounts.map(({ id }: Person) => id),
    [carol.id],
  )
  assert.deepEqual(Object.keys(partial.partial_accounts[0]).toSorted(), [
    'acct',
    'avatar',
    'avatar_static',
    'bot',
    'id',
    'locked',
    'url',
  ])
  assert.equal((await world.call('GET', `${GROUPS}?expand_accounts=some`, { token: alice.token })).status, 400)
})

test('pages, downwards and upwards, leave nothing out', async () => {
  const { alice, bob } = await popular()
  await favourite(bob, (await post(alice, 'three')).id)
  const all: One[] = (await get(alice, '/api/v1/notifications')).json
  for (const limit of [1, 2, 3, 5, 80]) {
    const met: string[] = []
    let query = `?limit=${limit}`
    for (let turn = 0; turn < 20; turn++) {
      const reply = await get(alice, `${GROUPS}${query}`)
      const shown: Shown[] = reply.json.notification_groups
      assert.ok(shown.length <= limit)
      for (const { page_min_id, page_max_id, group_key } of shown) {
        const within = all.filter(
          ({ id, group_key: key }) =>
            key === group_key && Number(id) >= Number(page_min_id) && Number(id) <= Number(page_max_id),
        )
        met.push(...within.map(({ id }) => id))
      }
      const next = /\?([^>]*)>; rel="next"/.exec(String(reply.headers.link ?? ''))
      if (!next) break
      query = `?${next[1]}`
    }
    assert.deepEqual(met.toSorted(), all.map(({ id }) => id).toSorted(), `limit ${limit}: each once`)
  }

  const oldest = all.at(-1)!.id
  const up: Shown[] = (await groups(alice, `?limit=2&min_id=${oldest}`)).notification_groups
  assert.deepEqual(
    up.map(({ type, page_min_id, page_max_id }) => [type, page_min_id, page_max_id]),
    [
      ['mention', all.at(-4)!.id, all.at(-4)!.id],
      ['favourite', all.at(-2)!.id, all.at(-3)!.id],
    ],
  )
  assert.deepEqual(await brief(alice, `?since_id=${all[1]!.id}`), ['1 favourite'])
  assert.deepEqual(await brief(alice, `?min_id=${all[0]!.id}`), [])
  const newest = (await groups(alice, `?min_id=${all[3]!.id}`)).notification_groups
  assert.deepEqual(
    newest.map((one: Shown) => one.type),
    ['favourite', 'follow'],
  )
})

test('one group: its accounts, its dismissal, its end', async () => {
  const { alice, bob, carol, dave, one } = await popular()
  const key = (await groups(alice)).notification_groups[4].group_key
  const shown = await get(alice, `${GROUPS}/${key}`)
  assert.deepEqual(shown.json.notification_groups[0].sample_account_ids, [dave.id, carol.id, bob.id])
  assert.equal(shown.json.notification_groups[0].page_max_id, undefined)
  assert.deepEqual(
    shown.json.statuses.map(({ id }: { id: string }) => id),
    [one.id],
  )
  const idsAt = async (url: string) => (await get(alice, url)).json.map(({ id }: Person) => id)
  assert.deepEqual(await idsAt(`${GROUPS}/${key}/accounts`), [dave.id, carol.id, bob.id])
  const first = await get(alice, `${GROUPS}/${key}/accounts?limit=2`)
  const next = /<http:\/\/[^/]+([^>]*)>; rel="next"/.exec(String(first.headers.link))
  assert.deepEqual(await idsAt(next![1]!), [bob.id])
  assert.deepEqual((await get(bob, `${GROUPS}/${key}/accounts`)).json, [], 'not for others')

  const refused = async (method: 'GET' | 'POST', url: string, who = alice) =>
    (await world.call(method, url, { token: who.token, ...(method === 'POST' ? { body: {} } : {}) })).status
  assert.equal(await refused('GET', `${GROUPS}/${key}`, bob), 404)
  for (const bad of ['x', 'mention-1-1', `${key}0000000`, 'ungrouped-x', 'follow-', 'favourite-1']) {
    assert.equal(await refused('GET', `${GROUPS}/${bad}`), 404, bad)
    assert.equal(await refused('POST', `${GROUPS}/${bad}/dismiss`), 404, bad)
  }
  for (const none of ['follow-9999999', 'ungrouped-9999999999999999', 'favourite-9999999999999999-9999999']) {
    assert.equal(await refused('GET', `${GROUPS}/${none}`), 404, none)
  }

  await act(alice, `/api/v1/accounts/${dave.id}/block`)
  assert.deepEqual(await idsAt(`${GROUPS}/${key}/accounts`), [carol.id, bob.id])
  await act(carol, `/api/v1/statuses/${one.id}/unfavourite`)
  assert.equal((await get(alice, `${GROUPS}/${key}`)).json.notification_groups[0].notifications_count, 1)

  await act(bob, `${GROUPS}/${key}/dismiss`)
  assert.deepEqual(await idsAt(`${GROUPS}/${key}/accounts`), [bob.id], 'nobody dismisses for another')
  await act(alice, `${GROUPS}/${key}/dismiss`)
  assert.equal(await refused('GET', `${GROUPS}/${key}`), 404)
  await act(alice, `${GROUPS}/${key}/dismiss`)
  await act(alice, `/api/v1/accounts/${dave.id}/unblock`)
  assert.ok(!(await groups(alice)).notification_groups.some((group: Shown) => group.group_key === key))
  const v1: One[] = (await get(alice, '/api/v1/notifications')).json
  assert.ok(!v1.some((notification) => notification.group_key === key), 'gone in v1, too')
})

test('unread groups are counted from the marker that v1 has', async () => {
  const { alice } = await popular()
  const all: One[] = (await get(alice, '/api/v1/notifications')).json
  assert.equal(await unread(alice), 5)
  assert.equal(await unread(alice, '?limit=2'), 2)
  assert.equal(await unread(alice, '?grouped_types[]=reblog'), 8)
  assert.equal(await unread(alice, '?types[]=favourite'), 2)
  await act(alice, '/api/v1/markers', { notifications: { last_read_id: all[3]!.id } })
  assert.equal(await unread(alice), 2)
})

test('one read by its id has the key of its group', async () => {
  const [alice, bob] = [await person(), await person()]
  const { id } = await post(alice, 'hello')
  await favourite(bob, id)
  const [one]: One[] = (await get(alice, '/api/v1/notifications')).json
  const [group]: Shown[] = (await groups(alice)).notification_groups
  const single: One = (await get(alice, `/api/v1/notifications/${one!.id}`)).json
  assert.equal(single.group_key, group!.group_key)
})

test('rights', async () => {
  const alice = await person()
  const [reader, writer] = [await world.token(alice.id, ['read']), await world.token(alice.id, ['write'])]
  const status = async (method: 'GET' | 'POST', url: string, token?: string) =>
    (await world.call(method, url, token ? { token } : {})).status
  for (const url of [GROUPS, `${GROUPS}/unread_count`, `${GROUPS}/follow-1`, `${GROUPS}/follow-1/accounts`]) {
    assert.equal(await status('GET', url), 401, url)
    assert.equal(await status('GET', url, writer), 403, url)
  }
  assert.equal(await status('POST', `${GROUPS}/follow-1/dismiss`), 401)
  assert.equal(await status('POST', `${GROUPS}/follow-1/dismiss`, reader), 403)
})

test('a page costs the same number of statements whatever is in it; only eight accounts are shown', async () => {
  const alice = await person()
  const many = await Promise.all(Array.from({ length: 40 }, person))
  const { id } = await post(alice, 'hello')
  await favourite(many[0]!, id)
  await groups(alice)
  const count = async () => (await world.statements(() => groups(alice))).count
  assert.equal(await count(), 1)
  await Promise.all(many.map((who) => favourite(who, id)))
  await Promise.all(many.map((who) => post(who, `@${alice.username} hi`)))
  const cold = await count()
  assert.ok(cold <= 8, `${cold} for forty unseen posts`)
  assert.equal(await count(), 1)
  const [newest]: Shown[] = (await groups(alice, '?types[]=favourite')).notification_groups
  assert.equal(newest!.notifications_count, 40)
  assert.equal(newest!.sample_account_ids.length, 8)
  assert.equal((await groups(alice)).notification_groups.length, 40)
  assert.equal((await groups(alice, '?limit=80')).notification_groups.length, 41)
  assert.equal((await world.statements(() => unread(alice))).count, 2)
})

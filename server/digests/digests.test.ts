import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { deleteAccount } from '../accounts/index.ts'
import { suppressionOf } from '../mail/index.ts'
import { startMailServer, verifyDkim } from '../mail/testing.ts'
import { kindNames } from './kinds.ts'
import { saveAllSeen } from './seen.ts'

const folder = mkdtempSync(join(tmpdir(), 'tweeter-digests-'))
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
writeFileSync(join(folder, 'dkim.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
const server = await startMailServer({ after } as never)
const world = await openWorld({
  TWEETER_URL: 'https://tweeter.test',
  SMTP_URL: `smtp://127.0.0.1:${server.port}`,
  TWEETER_DKIM_DOMAIN: 'tweeter.test',
  TWEETER_DKIM_SELECTOR: 's',
  TWEETER_DKIM_KEY_FILE: join(folder, 'dkim.pem'),
})
after(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

const MINUTE = 60_000
const DAY = 24 * 3600_000
const URL_ = '/api/tweeter/v1/mail_settings'
let people = 0
const person = () => world.account(`person${++people}`)

async function act(who: Person, path: string, body: object = {}) {
  const reply = await world.call('POST', `/api/v1/${path}`, { token: who.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const post = (who: Person, status: string, more: object = {}) => act(who, 'statuses', { status, ...more })
const set = async (who: Person, body: object) => {
  const reply = await world.call('PATCH', URL_, { token: who.token, body })
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
/** What somebody was mailed since the last look, once `ms` have gone by. */
async function mailed(who: Person, ms = 6 * MINUTE) {
  await world.jobs()
  world.pass(ms)
  await world.jobs()
  const got = server.received.filter(({ to }) => to[0] === `${who.username}@people.example`)
  for (const one of got) server.received.splice(server.received.indexOf(one), 1)
  return got
}
/** Somebody of whom nothing was heard for an hour. */
async function away(settings: object = {}): Promise<Person> {
  const who = await person()
  if (Object.keys(settings).length > 0) await set(who, settings)
  world.pass(60 * MINUTE)
  return who
}
const linkIn = (text: string, path: string) => new RegExp(`https://tweeter\\.test(/${path}[^\\s>]*)`).exec(text)![1]!

test('one mention, one mail: its words, its links, who it is for, one-click headers that are signed', async () => {
  const [alice, bob] = [await away(), await person()]
  const { url } = await post(bob, `@${alice.username} dinner <at> eight?`)
  const [got, ...more] = await mailed(alice)
  assert.equal(more.length, 0)
  assert.equal(got!.mail.subject, `${bob.username} (@${bob.username}) mentioned you`)
  assert.match(got!.mail.text!, new RegExp(`> @${alice.username} dinner <at> eight\\?\\n  ${url}`))
  assert.match(String(got!.mail.html), /dinner &lt;at&gt; eight\?/)
  assert.match(String(got!.mail.html), /href="https:\/\/tweeter\.test\/settings\/mail"/)
  const list = got!.mail.headers.get('list') as { unsubscribe: { url: string } }
  assert.match(list.unsubscribe.url, /^https:\/\/tweeter\.test\/unsubscribe\/\d+-mention-[\w-]{43}$/)
  assert.match(got!.raw, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
  const signed = verifyDkim(got!.raw, publicKey).get('h')!.toLowerCase().split(':')
  assert.ok(signed.includes('list-unsubscribe') && signed.includes('list-unsubscribe-post'))
  assert.equal((await mailed(alice, DAY)).length, 0, 'once')
})

test('a burst is one mail, and who does not come back is mailed less and less often', async () => {
  const [alice, bob, carol] = [await away({ kinds: { favourite: true } }), await person(), await person()]
  const { id } = await post(alice, 'a post')
  world.pass(60 * MINUTE)
  for (let n = 0; n < 12; n++) await post(bob, `@${alice.username} number ${n}`)
  await act(carol, `statuses/${id}/favourite`)
  await act(carol, `accounts/${alice.id}/follow`)
  const [got, ...more] = await mailed(alice)
  assert.equal(more.length, 0)
  assert.equal(got!.mail.subject, '14 notifications on Tweeter')
  assert.match(got!.mail.text!, /And 4 more\./)
  assert.match(got!.raw, /unsubscribe\/\d+-notifications-/)
  await post(bob, `@${alice.username} again`)
  assert.equal((await mailed(alice, 6 * MINUTE)).length, 0)
  assert.equal((await mailed(alice, 5 * MINUTE)).length, 1, 'ten minutes after the second time')
  await world.call('GET', '/api/v1/notifications', { token: alice.token })
  await saveAllSeen(world.app)
  world.pass(20 * MINUTE)
  await post(bob, `@${alice.username} once more`)
  assert.equal((await mailed(alice)).length, 1, 'five minutes again for who was here')
})

test('who is here is not mailed, unless they always want to be; who has read it is not either', async () => {
  const [here, always, read, bob] = [
    await away(),
    await away({ notify: 'always' }),
    await away({ notify: 'always' }),
    await person(),
  ]
  await post(bob, `@${here.username} @${always.username} @${read.username} hello`)
  for (const who of [here, always]) await world.call('GET', '/api/v1/notifications', { token: who.token })
  const [one] = (await world.call('GET', '/api/v1/notifications', { token: read.token })).json
  await act(read, 'markers', { notifications: { last_read_id: one.id } })
  assert.equal((await mailed(here)).length, 0)
  assert.equal((await mailed(always)).length, 1)
  assert.equal((await mailed(read)).length, 0)
  assert.equal((await mailed(here, DAY)).length, 0, 'they have seen it')
})

test('each kind has its switch, and replies and private words are kinds of their own', async () => {
  const bob = await person()
  const only = (name: string) => ({ kinds: Object.fromEntries(kindNames.map((kind) => [kind, kind === name])) })
  const subjects: Record<string, string[]> = {}
  for (const kind of ['mention', 'reply', 'direct', 'follow', 'follow_request', 'favourite', 'boost']) {
    const alice = await person()
    const { id } = await post(alice, 'hello')
    await set(alice, only(kind))
    // A private word of a stranger is held back otherwise.
    const policy = { for_private_mentions: 'accept' }
    await world.call('PATCH', '/api/v2/notifications/policy', { token: alice.token, body: policy })
    if (kind === 'follow_request')
      await world.call('PATCH', '/api/v1/accounts/update_credentials', { token: alice.token, body: { locked: true } })
    world.pass(60 * MINUTE)
    await post(bob, `@${alice.username} out of nothing`)
    await post(bob, `@${alice.username} an answer`, { in_reply_to_id: id })
    await post(bob, `@${alice.username} a SECRET`, { visibility: 'direct' })
    await act(bob, `accounts/${alice.id}/follow`)
    await act(bob, `statuses/${id}/favourite`)
    await act(bob, `statuses/${id}/reblog`)
    const got = await mailed(alice)
    subjects[kind] = got.map(({ mail }) => mail.subject!.replace(/^\S+ \S+ /, ''))
    assert.ok(got.every(({ raw }) => !raw.includes('SECRET')))
  }
  assert.deepEqual(subjects, {
    mention: ['mentioned you'],
    reply: ['replied to you'],
    direct: ['wrote to you in private'],
    follow: ['follows you'],
    follow_request: ['asks to follow you'],
    favourite: ['likes your post'],
    boost: ['boosted your post'],
  })
})

test('what is not for everybody is not in a mail, nor what a warning covers, nor what is gone or blocked by then', async () => {
  const [alice, bob, carol, dave] = [await away(), await person(), await person(), await person()]
  await post(bob, `@${alice.username} SECRET`, { visibility: 'private' })
  await post(bob, `@${alice.username} SECRET`, { spoiler_text: 'The end of the film' })
  const gone = await post(bob, `@${alice.username} SECRET`)
  await world.call('DELETE', `/api/v1/statuses/${gone.id}`, { token: bob.token })
  await post(carol, `@${alice.username} SECRET of carol`)
  await post(dave, `@${alice.username} SECRET of dave`)
  const filter = {
    title: 'Films',
    context: ['notifications', 'home', 'public', 'thread'],
    keywords_attributes: [{ keyword: 'spoiler' }],
  }
  assert.equal((await world.call('POST', '/api/v2/filters', { token: alice.token, body: filter })).status, 200)
  await post(bob, `@${alice.username} SECRET spoiler`)
  await act(alice, `accounts/${carol.id}/block`)
  await act(alice, `accounts/${dave.id}/mute`)
  world.pass(60 * MINUTE)
  await set(alice, { notify: 'always' })
  await post(bob, `@${alice.username} for all to read`)
  const got = await mailed(alice, 2 * 60 * MINUTE)
  const text = got.map(({ raw, mail }) => `${raw}${mail.text}${mail.html}`).join()
  assert.ok(got.length > 0)
  assert.match(text, /for all to read/)
  assert.doesNotMatch(text, /SECRET|carol|dave/)
})

test('nobody is mailed who is not confirmed, is suspended, or has left', async () => {
  const bob = await person()
  const ways = {
    unconfirmed: (id: string) => world.app.db.pool`update users set confirmed_at = null where account_id = ${id}`,
    unapproved: (id: string) => world.app.db.pool`update users set approved_at = null where account_id = ${id}`,
    suspended: (id: string) => world.app.db.pool`update accounts set suspended_at = now() where id = ${id}`,
    gone: (id: string) => deleteAccount(world.app, Number(id)),
  }
  for (const [name, way] of Object.entries(ways)) {
    for (const early of [true, false]) {
      const alice = await away({ notify: 'always', digest: 'daily' })
      if (early && name !== 'gone') await way(alice.id)
      await post(bob, `@${alice.username} hello`).catch(() => {})
      await world.jobs()
      if (!early || name === 'gone') await way(alice.id)
      const got = await mailed(alice, 2 * DAY)
      assert.deepEqual(
        got.filter(({ mail }) => /mentioned|notifications|Your day/.test(mail.subject!)),
        [],
        name,
      )
    }
  }
})

test('a digest tells what was missed, at its time, and nothing is sent for nothing', async () => {
  const [alice, bob, carol] = [await person(), await person(), await person()]
  await act(alice, `accounts/${bob.id}/follow`)
  await set(alice, { notify: 'never', digest: 'weekly' })
  assert.equal((await mailed(alice, 7 * DAY + MINUTE)).length, 0, 'there was nothing')
  await post(carol, `@${alice.username} are you there?`)
  await act(carol, `accounts/${alice.id}/follow`)
  const liked = await post(bob, 'The best of the week')
  await post(bob, 'Nobody liked this')
  const hidden = await post(bob, 'SECRET', { visibility: 'private' })
  await act(carol, `statuses/${liked.id}/favourite`)
  await act(bob, `statuses/${hidden.id}/favourite`)
  assert.equal((await mailed(alice, 5 * DAY)).length, 0, 'not yet')
  const [got, ...more] = await mailed(alice, 2 * DAY)
  assert.equal(more.length, 0)
  assert.equal(got!.mail.subject, 'Your week on Tweeter')
  assert.match(got!.mail.text!, /MENTIONS.*are you there\?.*1 person began to follow you\..*The best of the week/s)
  assert.doesNotMatch(got!.mail.text!, /Nobody liked|SECRET/)
  assert.match(String(got!.mail.html), new RegExp(`href="${liked.url}"`))
  assert.match(got!.raw, /unsubscribe\/\d+-digest-/)
  assert.equal((await mailed(alice, 7 * DAY)).length, 0, 'not again')
  await set(alice, { digest: 'daily' })
  await post(carol, `@${alice.username} and now?`)
  await set(alice, { digest: 'never' })
  assert.equal((await mailed(alice, 8 * DAY)).length, 0, 'switched off')
})

test('one click from the mail program stops a kind, the page asks first, and nothing else opens it', async () => {
  const [alice, bob] = [await away({ notify: 'always' }), await person()]
  await post(bob, `@${alice.username} hello`)
  const [got] = await mailed(alice)
  const path = linkIn(
    (got!.mail.headers.get('list') as { unsubscribe: { url: string } }).unsubscribe.url,
    'unsubscribe/',
  )
  assert.match((await world.call('GET', path)).text, /Stop them/)
  const settings = async () => (await world.call('GET', URL_, { token: alice.token })).json
  assert.equal((await settings()).kinds.mention, true, 'looking changes nothing')
  for (const wrong of [
    path.replace('-mention-', '-follow-'),
    `${path.slice(0, -2)}xx`,
    path.replace(/\d+/, bob.id),
    '/unsubscribe/x',
  ]) {
    for (const method of ['GET', 'POST']) {
      assert.equal(
        (await world.call(method, wrong, method === 'POST' ? { body: 'List-Unsubscribe=One-Click' } : {})).status,
        404,
      )
    }
  }
  for (let twice = 0; twice < 2; twice++) {
    assert.equal((await world.call('POST', path, { body: 'List-Unsubscribe=One-Click' })).status, 200)
  }
  const after = await settings()
  assert.deepEqual([after.kinds.mention, after.kinds.reply, after.notify], [false, true, 'always'])

  assert.equal((await world.call('POST', path, { body: 'all=true' })).status, 200)
  const stopped = await settings()
  assert.deepEqual([stopped.notify, stopped.digest, stopped.suppressed], ['never', 'never', 'unsubscribed'])
  assert.equal((await suppressionOf(world.app, `${alice.username}@people.example`))?.reason, 'unsubscribed')
  assert.equal((await set(alice, { notify: 'away' })).suppressed, null)
})

test('nothing here went wrong', async () => {
  const failed = await world.app.db.read`select * from tweeter.jobs where attempts > 0`
  assert.deepEqual([...failed], [])
  assert.deepEqual(world.complaints, [])
})

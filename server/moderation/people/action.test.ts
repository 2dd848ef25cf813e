import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../../testing/world.ts'
import { mailsTo } from '../../accounts/testing.ts'
import { addPerson, Browser } from '../../oauth/testing.ts'
import { openEvents } from '../../streaming/testing.ts'
import { actedOn } from '../signals.ts'
import { warningsJson } from './views.ts'

const DAY_MS = 24 * 3600 * 1000
const world = await openWorld()
after(world.close)
const { app } = world
const base = await world.listen()
const owner = await world.account('olga', { role: 'owner' })
const mod = await world.account('mona', { role: 'moderator' })
const reader = await world.account('rita')
const follower = await world.account('fay')
const heard: { warningId: number; accountId: number; action: string; tell: boolean }[] = []
app.bus.after(actedOn, 'test.acted-on', (fact) => void heard.push(fact))

const api = async (method: string, url: string, token?: string, body?: object) =>
  await world.call(method, url, { ...(token ? { token } : {}), ...(body ? { body } : {}) })
const act = async (person: Person, type: string, more: object = {}, token = mod.token) => {
  const reply = await api('POST', `/api/v1/admin/accounts/${person.id}/action`, token, { type, ...more })
  assert.equal(reply.status, 200, reply.text)
  assert.deepEqual(reply.json, {})
}
const undo = async (person: Person, verb: string) => {
  const reply = await api('POST', `/api/v1/admin/accounts/${person.id}/${verb}`, mod.token, {})
  assert.equal(reply.status, 200, reply.text)
  return reply.json
}
const write = async (person: Person, status: string, more: object = {}) =>
  (await api('POST', '/api/v1/statuses', person.token, { status, ...more })).json
/** Whether a text is in an answer; the answer must be none but 200 or 404. */
const shows = async (url: string, text: string, token?: string) => {
  const reply = await api('GET', url, token)
  assert.ok([200, 404].includes(reply.status), `${url}: ${reply.status}`)
  return reply.text.includes(text)
}

test('suspension: gone for everybody at once, its token refused and its stream ended; undone, all is back', async () => {
  const sam = await world.account('sam')
  await api('POST', `/api/v1/accounts/${sam.id}/follow`, follower.token, {})
  await api('POST', `/api/v1/accounts/${follower.id}/follow`, sam.token, {})
  const made = await write(sam, 'WORDS of sam #birds')
  const liked = await write(follower, 'I sing')
  await api('POST', `/api/v1/statuses/${liked.id}/favourite`, sam.token, {})
  const places: [string, string, string?][] = [
    [`/api/v1/accounts/${sam.id}`, 'sam'],
    ['/api/v1/accounts/lookup?acct=sam', 'sam'],
    ['/api/v1/accounts/search?q=sam', '@sam', reader.token],
    [`/api/v1/accounts/${sam.id}/statuses`, 'WORDS'],
    [`/api/v1/statuses/${made.id}`, 'WORDS'],
    ['/api/v1/timelines/public', 'WORDS'],
    ['/api/v1/timelines/tag/birds', 'WORDS'],
    ['/api/v1/timelines/home', 'WORDS', follower.token],
    ['/api/v1/notifications', `/@sam`, follower.token],
    ['/api/v2/notifications', `/@sam`, follower.token],
    [`/api/v1/accounts/${follower.id}/followers`, '@sam'],
    ['/@sam', 'WORDS'],
    ['/', 'WORDS'],
  ]
  for (const [url, text, token] of places) assert.ok(await shows(url, text, token), url)
  const stream = await fetch(`${base}/api/v1/streaming/user`, { headers: { authorization: `Bearer ${sam.token}` } })
  const ended = stream.text()
  await act(sam, 'suspend', { text: 'No spam here' })
  for (const [url, text, token] of places) assert.ok(!(await shows(url, text, token)), url)
  const refused = await api('GET', '/api/v1/timelines/home', sam.token)
  assert.deepEqual([refused.status, refused.json.error], [403, 'Your login is currently disabled'])
  await ended
  const again = await fetch(`${base}/api/v1/streaming/user`, { headers: { authorization: `Bearer ${sam.token}` } })
  assert.equal(again.status, 403)
  const [mail] = await mailsTo(world, 'sam@people.example')
  assert.match(mail!.subject, /suspended/)
  assert.match(mail!.text, /No spam here/)
  const { json: staffs } = await api('GET', `/api/v1/admin/accounts/${sam.id}`, mod.token)
  assert.deepEqual([staffs.suspended, staffs.account.suspended], [true, true])
  const back = await undo(sam, 'unsuspend')
  assert.deepEqual([back.suspended, 'suspended' in back.account], [false, false])
  for (const [url, text, token] of places) assert.ok(await shows(url, text, token), url)
  assert.equal((await api('GET', '/api/v1/timelines/home', sam.token)).status, 200)
})

test('after 30 days a suspension becomes a deletion; one that was taken back does not', async () => {
  const [gone, kept] = [await world.account('gone'), await world.account('kept')]
  await write(gone, 'of gone')
  await act(gone, 'suspend')
  await act(kept, 'suspend')
  world.pass(29 * DAY_MS)
  await world.jobs()
  await undo(kept, 'unsuspend')
  world.pass(DAY_MS + 1000)
  const late = await api('POST', `/api/v1/admin/accounts/${gone.id}/unsuspend`, mod.token, {})
  assert.equal(late.status, 422)
  await world.jobs()
  assert.equal((await api('POST', `/api/v1/admin/accounts/${gone.id}/unsuspend`, mod.token, {})).status, 404)
  assert.equal((await api('GET', `/api/v1/accounts/${kept.id}`)).status, 200)
  const [row] = await app.db.read<{ deleted: boolean; left: number }>`
    select a.deleted_at is not null as deleted,
           (select count(*)::int from posts p where p.author_id = a.id and p.deleted_at is null) as left
      from accounts a where a.id = ${Number(gone.id)}`
  assert.deepEqual({ ...row }, { deleted: true, left: 0 })
})

test('limit: only followers and those who look for it', async () => {
  const lim = await world.account('lim')
  await api('POST', `/api/v1/accounts/${lim.id}/follow`, follower.token, {})
  const made = await write(lim, 'HUSHED #cats')
  await act(lim, 'silence')
  const lists = ['/api/v1/timelines/public', '/api/v1/timelines/tag/cats']
  for (const url of lists) {
    assert.ok(!(await shows(url, 'HUSHED')), url)
    assert.ok(!(await shows(url, 'HUSHED', reader.token)), url)
    assert.ok(await shows(url, 'HUSHED', follower.token), url)
    assert.ok(await shows(url, 'HUSHED', lim.token), url)
  }
  assert.ok(!(await shows('/', 'HUSHED')))
  assert.ok(await shows('/api/v1/timelines/home', 'HUSHED', follower.token))
  assert.ok(await shows(`/api/v1/statuses/${made.id}`, 'HUSHED', reader.token))
  assert.equal((await api('GET', `/api/v1/accounts/${lim.id}`)).json.limited, true)
  assert.equal((await undo(lim, 'unsilence')).silenced, false)
  for (const url of lists) assert.ok(await shows(url, 'HUSHED'), url)
  assert.ok(!('limited' in (await api('GET', `/api/v1/accounts/${lim.id}`)).json))
})

test('what a limited account posts is in no public stream', async () => {
  const loud = await world.account('loud')
  await act(loud, 'silence')
  const stream = await openEvents(`${base}/api/v1/streaming/public`, reader.token)
  await write(loud, 'not for all')
  const open = await write(reader, 'for all')
  const { event, data } = await stream.next()
  assert.deepEqual([event, JSON.parse(data).id], ['update', open.id])
  stream.close()
})

test('disable: no token, no browser, no password; what was posted stays', async () => {
  const id = await addPerson(world, 'dan')
  const dan = { id: String(id), username: 'dan', token: await world.token(String(id), ['read', 'write']) }
  const made = await write(dan, 'still here')
  const browser = new Browser(world)
  await browser.signIn('dan')
  assert.equal((await browser.get('/auth/email')).status, 200)
  await act(dan, 'disable')
  assert.equal((await api('GET', '/api/v1/timelines/home', dan.token)).status, 403)
  assert.equal((await browser.get('/auth/email')).status, 303)
  assert.match((await new Browser(world).signIn('dan')).text, /suspended/)
  assert.ok(await shows(`/api/v1/statuses/${made.id}`, 'still here'))
  assert.equal((await undo(dan, 'enable')).disabled, false)
  assert.equal((await api('GET', '/api/v1/timelines/home', dan.token)).status, 200)
  assert.equal((await browser.get('/auth/email')).status, 200)
  const { json } = await api('GET', `/api/v1/admin/accounts/${dan.id}`, mod.token)
  assert.deepEqual([json.ip, json.ips.length], ['127.0.0.1', 1])
})

test('sensitive, and a warning that changes nothing', async () => {
  const sid = await world.account('sid')
  await act(sid, 'sensitive', { send_email_notification: false })
  assert.deepEqual(await mailsTo(world, 'sid@people.example'), [])
  assert.equal((await api('GET', `/api/v1/admin/accounts/${sid.id}`, mod.token)).json.sensitized, true)
  assert.equal((await undo(sid, 'unsensitive')).sensitized, false)
  const presets = '/api/tweeter/v1/admin/warning_presets'
  const { json: preset } = await api('POST', presets, owner.token, { title: 'Calm', text: 'Calm down.' })
  heard.length = 0
  await act(sid, 'none', { warning_preset_id: preset.id, text: 'Please.' })
  const [mail] = await mailsTo(world, 'sid@people.example')
  assert.match(mail!.text, /Calm down\.\s+Please\./)
  const [fact] = heard
  assert.deepEqual([fact!.accountId, fact!.action, fact!.tell], [Number(sid.id), 'none', true])
  const warning = (await warningsJson(app, [fact!.warningId])).get(fact!.warningId)!
  assert.deepEqual([warning.action, warning.text, warning.appeal], ['none', 'Calm down.\n\nPlease.', null])
  const missing = await api('POST', `/api/v1/admin/accounts/${sid.id}/action`, mod.token, {
    type: 'none',
    warning_preset_id: '1',
  })
  assert.equal(missing.status, 404)
  for (const body of [{}, { type: 'ban' }]) {
    assert.equal((await api('POST', `/api/v1/admin/accounts/${sid.id}/action`, mod.token, body)).status, 422)
  }
})

test('an action answers the open reports about the account, a warning only the one that it names', async () => {
  const rex = await world.account('rex')
  const report = async () => (await api('POST', '/api/v1/reports', reader.token, { account_id: rex.id })).json.id
  const ids = [await report(), await report(), await report()]
  const open = async () =>
    (await api('GET', `/api/v1/admin/reports?target_account_id=${rex.id}`, mod.token)).json.length
  await act(rex, 'none')
  assert.equal(await open(), 3)
  await act(rex, 'none', { report_id: ids[0] })
  assert.equal(await open(), 2)
  await act(rex, 'silence', { report_id: ids[1] })
  assert.equal(await open(), 0)
  const foreign = { type: 'none', report_id: ids[0] }
  assert.equal((await api('POST', `/api/v1/admin/accounts/${reader.id}/action`, mod.token, foreign)).status, 404)
})

test('posts: deleted and covered by a moderator; of what is not public only what was reported', async () => {
  const pat = await world.account('pat')
  const made = await write(pat, 'BAD')
  const url = (id: string, verb: string) => `/api/tweeter/v1/admin/statuses/${id}/${verb}`
  const covered = await api('POST', url(made.id, 'sensitive'), mod.token, {})
  assert.deepEqual([covered.status, covered.json.sensitive], [200, true])
  assert.equal((await api('GET', `/api/v1/statuses/${made.id}/history`)).json.length, 2)
  const [one, two] = await Promise.all([mod, owner].map((who) => api('POST', url(made.id, 'delete'), who.token, {})))
  assert.deepEqual([one!.status, two!.status].sort(), [200, 404], 'of two at once one deletes it')
  assert.equal((await api('GET', `/api/v1/statuses/${made.id}`)).status, 404)
  const quiet = await write(pat, '@rita psst', { visibility: 'direct' })
  assert.equal((await api('POST', url(quiet.id, 'delete'), mod.token, {})).status, 404)
  const report = { account_id: pat.id, status_ids: [quiet.id] }
  const { json } = await api('POST', '/api/v1/reports', reader.token, report)
  assert.equal((await api('POST', url(quiet.id, 'delete'), mod.token, { report_id: json.id })).status, 200)
  assert.equal((await api('GET', `/api/v1/admin/reports/${json.id}`, mod.token)).json.action_taken, true)
  assert.equal((await mailsTo(world, 'pat@people.example')).length, 3)
})

test('approve, reject, delete: only who waits, only who is suspended', async () => {
  const id = await addPerson(world, 'wendy', { approved: false })
  const verb = (who: number | string, name: string, token = mod.token) =>
    api('POST', `/api/v1/admin/accounts/${who}/${name}`, token, {})
  const pending = await api('GET', '/api/v1/admin/accounts?pending=true', mod.token)
  assert.deepEqual(
    pending.json.map((one: { username: string }) => one.username),
    ['wendy'],
  )
  assert.equal((await verb(id, 'approve')).json.approved, true)
  for (const name of ['approve', 'reject']) assert.equal((await verb(id, name)).status, 403)
  const turned = await addPerson(world, 'walt', { approved: false })
  assert.equal((await verb(turned, 'reject')).json.username, 'walt')
  assert.equal((await verb(turned, 'reject')).status, 404)
  assert.ok(await world.account('walt'), 'the name is free again')
  const del = (token: string) => api('DELETE', `/api/v1/admin/accounts/${id}`, token)
  assert.equal((await del(owner.token)).status, 403)
  await act({ id: String(id), username: 'wendy', token: '' }, 'suspend')
  assert.equal((await del(mod.token)).status, 403, 'moderators may not delete data')
  assert.equal((await del(owner.token)).json.suspended, true)
  assert.equal((await del(owner.token)).status, 404)
})

test('nothing of all this was a fault of ours', () => assert.deepEqual(world.complaints, []))

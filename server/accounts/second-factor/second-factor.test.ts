import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Reply } from '../../../testing/world.ts'
import { addPerson, authorizeUrl, Browser, PASSWORD, query, registered } from '../../oauth/testing.ts'
import { deleteAccount } from '../delete.ts'
import { linkIn, mailsTo } from '../testing.ts'
import { secondFactorOf, turnOffSecondFactor } from './change.ts'
import { codeOf, codesIn, PAGE, secretIn, setUp } from './testing.ts'

const world = await openWorld()
after(world.close)
const CODE = '/auth/sign_in/code'
const client = await registered(world)
const isIn = async (browser: Browser) => (await browser.get(authorizeUrl(client))).status === 200

async function person(name: string) {
  const id = await addPerson(world, name)
  const browser = new Browser(world)
  await browser.signIn(name)
  return { id, name, browser, ...(await setUp(world, browser)) }
}
/** A browser that has given the right password. */
async function atCode(name: string, browser = new Browser(world)): Promise<{ browser: Browser; page: Reply }> {
  const page = await browser.signIn(name, '/@them')
  assert.equal(page.status, 200)
  assert.match(page.text, /One more step/)
  assert.equal(browser.cookies.has('tweeter_session'), false)
  return { browser, page }
}
const subjectsOf = async (name: string) => (await mailsTo(world, `${name}@people.example`)).map((mail) => mail.subject)

test('setting it up: password, secret, first code, ten recovery codes', async () => {
  const id = await addPerson(world, 'ada')
  const browser = new Browser(world)
  const outside = await browser.get(PAGE)
  assert.equal(outside.headers.location, `/auth/sign_in?next=${encodeURIComponent(PAGE)}`)
  await browser.signIn('ada')
  const page = await browser.get(PAGE)
  assert.match(page.text, /It is <b>off<\/b>/)
  assert.match(page.text, /Sign out/)
  const wrong = await browser.submit(page, `${PAGE}/set_up`, { password: 'wrong' })
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /Password is not the right one/)
  const begun = await browser.submit(page, `${PAGE}/set_up`, { password: PASSWORD })
  const secret = secretIn(begun.text)
  assert.equal(secret.length, 32)
  assert.match(begun.text, /<svg viewBox="0 0 \d+ \d+" role="img" aria-label="QR code/)
  assert.equal(await secondFactorOf(world.app, id), null)
  const tooOld = await browser.submit(begun, `${PAGE}/confirm`, { code: codeOf(world, secret, -5) })
  assert.equal(tooOld.status, 422)
  assert.equal(secretIn(tooOld.text), secret)
  const done = await browser.submit(tooOld, `${PAGE}/confirm`, {
    code: ` ${codeOf(world, secret).replace(/.../, '$& ')}`,
  })
  assert.equal(done.status, 200)
  assert.equal(new Set(codesIn(done.text)).size, 10)
  const [row] = await world.app.db.read<{ text: string }>`
    select encode(secret, 'escape') as text from second_factors where account_id = ${id}`
  assert.ok(!row!.text.includes(secret))
  const again = await browser.submit(begun, `${PAGE}/confirm`, { code: codeOf(world, secret) })
  assert.equal(again.status, 422)
  assert.match(again.text, /It is <b>on<\/b> since/)
  assert.ok((await subjectsOf('ada')).includes('A second factor is on: Tweeter'))
})

test('a sealed secret is good for its account, its form and a quarter of an hour', async () => {
  const browsers = [new Browser(world), new Browser(world)] as const
  for (const [index, name] of ['bea', 'ben'].entries()) {
    await addPerson(world, name)
    await browsers[index]!.signIn(name)
  }
  const begin = async (browser: Browser) =>
    browser.submit(await browser.get(PAGE), `${PAGE}/set_up`, { password: PASSWORD })
  const [bea, ben] = [await begin(browsers[0]), await begin(browsers[1])]
  const sealed = /name="sealed" value="([\w-]+)"/.exec(bea.text)![1]!
  const secret = secretIn(bea.text)
  const stolen = await browsers[1].submit(ben, `${PAGE}/confirm`, { sealed, code: codeOf(world, secret) })
  assert.match(stolen.text, /That took too long/)
  world.pass(16 * 60_000)
  const late = await browsers[0].submit(bea, `${PAGE}/confirm`, { code: codeOf(world, secret) })
  assert.match(late.text, /That took too long/)
  assert.equal(late.status, 422)
})

test('signing in takes password and code, and leads where one was going', async () => {
  const { secret, name } = await person('cleo')
  const { browser, page } = await atCode(name)
  const wrong = await browser.submit(page, CODE, { code: '000000' })
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /That code is not right/)
  for (const code of ['', 'x'.repeat(500), '12345', '１２３４５６', 'aaaa-aaaa-aaaa-aaaa']) {
    assert.equal((await browser.submit(page, CODE, { code })).status, 422, code)
  }
  assert.equal(await isIn(browser), false)
  const right = await browser.submit(wrong, CODE, { code: codeOf(world, secret) })
  assert.deepEqual([right.status, right.headers.location], [302, '/@them'])
  assert.ok(await isIn(browser))
})

test('a code counts once, one step of skew is forgiven, and an older one never after a newer one', async () => {
  const { secret, name } = await person('dora')
  const attempt = async (steps: number) => {
    const { browser, page } = await atCode(name)
    return (await browser.submit(page, CODE, { code: codeOf(world, secret, steps) })).status
  }
  assert.equal(await attempt(-2), 422)
  assert.equal(await attempt(2), 422)
  assert.equal(await attempt(-1), 302)
  assert.equal(await attempt(-1), 422)
  assert.equal(await attempt(1), 302)
  assert.equal(await attempt(0), 422)
  assert.equal(await attempt(1), 422)
  world.pass(60_000)
  assert.equal(await attempt(0), 302)
})

test('of two who bring the same code at once, one gets in', async () => {
  const { secret, codes, name } = await person('emil')
  for (const code of [codeOf(world, secret), codes[0]!]) {
    const doors = await Promise.all(Array.from({ length: 6 }, () => atCode(name)))
    const replies = await Promise.all(doors.map(({ browser, page }) => browser.submit(page, CODE, { code })))
    assert.deepEqual(replies.map((reply) => reply.status).sort(), [302, 422, 422, 422, 422, 422])
  }
})

test('a recovery code works once, however it is typed, and is told', async () => {
  const { id, codes, name } = await person('faye')
  const { browser, page } = await atCode(name)
  const typed = ` ${codes[3]!.toUpperCase().replaceAll('-', ' ')} `
  assert.equal((await browser.submit(page, CODE, { code: typed })).status, 302)
  const next = await atCode(name)
  assert.equal((await next.browser.submit(next.page, CODE, { code: codes[3]! })).status, 422)
  assert.equal((await secondFactorOf(world.app, id))!.codes, 9)
  assert.ok((await subjectsOf(name)).includes('A recovery code was used: Tweeter'))
  const [stored] = await world.app.db.read<{ count: number }>`
    select count(*)::int as count from recovery_codes where account_id = ${id} and encode(hash, 'escape') like '%-%-%-%'`
  assert.equal(stored!.count, 0)
})

test('somebody else’s recovery code is none', async () => {
  const [gus, hal] = [await person('gus'), await person('hal')]
  const { browser, page } = await atCode('gus')
  assert.equal((await browser.submit(page, CODE, { code: hal.codes[0]! })).status, 422)
  assert.equal((await browser.submit(page, CODE, { code: gus.codes[0]! })).status, 302)
})

test('the second step belongs to a browser, to ten minutes and to a password', async () => {
  const { secret, codes, name } = await person('ivy')
  const { browser, page } = await atCode(name)
  const ticket = /name="ticket" value="([^"]+)"/.exec(page.text)![1]!
  const thief = new Browser(world)
  const form = await thief.get('/auth/sign_in')
  const csrf = /name="csrf" value="([^"]+)"/.exec(form.text)![1]!
  const stolen = await thief.post(CODE, { csrf, ticket, code: codes[0]! })
  assert.match(stolen.text, /Please sign in again/)
  const other = await person('ike')
  const forged = ticket.replace(/^\d+/, String(other.id))
  assert.match(
    (await browser.submit(page, CODE, { ticket: forged, code: other.codes[0]! })).text,
    /Please sign in again/,
  )
  world.pass(11 * 60_000)
  const late = await browser.submit(page, CODE, { code: codeOf(world, secret) })
  assert.equal(late.status, 422)
  assert.match(late.text, /Please sign in again/)
  assert.equal((await secondFactorOf(world.app, other.id))!.codes, 10)
})

test('a password that was set by mail opens nothing without the code', async () => {
  const { secret, name } = await person('jon')
  const waiting = await atCode(name)
  const browser = new Browser(world)
  const address = `${name}@people.example`
  await browser.submit(await browser.get('/auth/password/new'), '/auth/password/new', { email: address })
  const [mail] = await mailsTo(world, address)
  const link = linkIn(mail!.text)
  const changed = await browser.submit(await browser.get(link), '/auth/password/edit', { password: 'another good one' })
  assert.match(changed.text, /Your password is changed/)
  assert.equal(await isIn(browser), false)
  assert.equal(
    [...browser.cookies.keys()].some((cookie) => cookie.startsWith('tweeter_device_')),
    false,
  )
  const before = await waiting.browser.submit(waiting.page, CODE, { code: codeOf(world, secret) })
  assert.match(before.text, /Please sign in again/)
  const page = await browser.signIn(name, '/', 'another good one')
  assert.match(page.text, /One more step/)
  assert.equal((await browser.submit(page, CODE, { code: codeOf(world, secret) })).status, 302)
})

test('the password grant refuses, and says so only to who has the password', async () => {
  const { name } = await person('kim')
  const grant = (password: string) =>
    world.call('POST', '/oauth/token', {
      body: query({ grant_type: 'password', ...client, username: name, password, scope: 'read' }),
    })
  const right = await grant(PASSWORD)
  assert.deepEqual([right.status, right.json.error], [400, 'invalid_grant'])
  assert.match(right.json.error_description, /second factor/)
  const wrong = await grant('wrong')
  assert.equal(wrong.json.error, 'invalid_grant')
  assert.doesNotMatch(wrong.json.error_description, /second factor/)
})

test('new codes and turning it off take password and code', async () => {
  const { id, secret, codes, name, browser } = await person('lea')
  const change = async (typed: Record<string, string>) =>
    browser.submit(await browser.get(PAGE), `${PAGE}/change`, typed)
  const code = () => codeOf(world, secret)
  assert.equal((await change({ wish: 'off', password: 'wrong', code: code() })).status, 422)
  const wrong = await change({ wish: 'off', password: PASSWORD, code: '000000' })
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /id="code-error"/)
  const renewed = await change({ wish: 'renew', password: PASSWORD, code: code() })
  const fresh = codesIn(renewed.text)
  assert.equal(fresh.length, 10)
  const old = await atCode(name)
  assert.equal((await old.browser.submit(old.page, CODE, { code: codes[0]! })).status, 422)
  const off = await change({ wish: 'off', password: PASSWORD, code: fresh[0]! })
  assert.deepEqual([off.status, off.headers.location], [303, PAGE])
  assert.equal(await secondFactorOf(world.app, id), null)
  assert.equal((await new Browser(world).signIn(name)).status, 302)
  const subjects = await subjectsOf(name)
  for (const subject of ['New recovery codes: Tweeter', 'The second factor is off: Tweeter']) {
    assert.ok(subjects.includes(subject), subject)
  }
  const second = await setUp(world, browser)
  assert.notEqual(second.secret, secret)
  const again = await atCode(name)
  assert.equal((await again.browser.submit(again.page, CODE, { code: fresh[1]! })).status, 422)
  assert.equal((await again.browser.submit(again.page, CODE, { code: codeOf(world, second.secret) })).status, 302)
})

test('the operator can turn it off, which is told; a deletion forgets it', async () => {
  const { id, name } = await person('mia')
  assert.equal(await turnOffSecondFactor(world.app, id, 'operator'), true)
  assert.equal(await turnOffSecondFactor(world.app, id, 'operator'), false)
  assert.equal((await new Browser(world).signIn(name)).status, 302)
  const mail = (await mailsTo(world, `${name}@people.example`)).find(({ subject }) => /is off/.test(subject))
  assert.match(mail!.text, /Those who run the network/)
  const nan = await person('nan')
  await deleteAccount(world.app, nan.id)
  const rows = await world.app.db.read`
    select 1 from second_factors where account_id = ${nan.id} and secret is not null
    union all select 1 from recovery_codes where account_id = ${nan.id} and used_at is null`
  assert.equal(rows.length, 0)
})

test('forged forms are refused', async () => {
  const { browser } = await person('ola')
  for (const [url, fields] of [
    [`${PAGE}/set_up`, { password: PASSWORD }],
    [`${PAGE}/confirm`, { code: '123456' }],
    [`${PAGE}/change`, { wish: 'off', password: PASSWORD, code: '123456' }],
    [CODE, { code: '123456' }],
  ] as const) {
    assert.equal((await browser.post(url, fields)).status, 403, url)
  }
})

test('guessing codes is slowed, told to the owner, and locks nobody out who is known', async () => {
  const strict = await openWorld({ TWEETER_RATE_LIMIT_PERCENT: '100', TWEETER_TRUST_PROXY: 'loopback' })
  try {
    await addPerson(strict, 'pia')
    const owner = new Browser(strict)
    await owner.signIn('pia')
    const { secret } = await setUp(strict, owner)
    const statuses: number[] = []
    for (let guess = 0; guess < 30; guess++) {
      const thief = new Browser(strict, { 'x-forwarded-for': `198.51.${guess}.7` })
      const page = await thief.signIn('pia')
      assert.equal(page.status, 200)
      statuses.push((await thief.submit(page, CODE, { code: '000000' })).status)
    }
    assert.deepEqual(new Set(statuses.slice(0, 10)), new Set([422]))
    assert.equal(statuses.filter((status) => status === 422).length, 11)
    assert.equal(statuses.at(-1), 429)
    const subjects = (await mailsTo(strict, 'pia@people.example')).map((mail) => mail.subject)
    assert.equal(subjects.filter((subject) => subject.startsWith('Somebody knows your password')).length, 1)
    const page = await owner.signIn('pia')
    assert.equal((await owner.submit(page, CODE, { code: codeOf(strict, secret) })).status, 302)
  } finally {
    await strict.close()
  }
})

test('who is kept from signing in between the two steps gets no session', async () => {
  const zelda = await person('zelda')
  const { browser, page } = await atCode('zelda')
  await world.app.db.pool`update users set disabled_at = now() where account_id = ${zelda.id}`
  const late = await browser.submit(page, CODE, { code: codeOf(world, zelda.secret) })
  assert.equal(late.status, 422)
  await world.app.db.pool`update users set disabled_at = null where account_id = ${zelda.id}`
  assert.equal(await isIn(browser), false)
})

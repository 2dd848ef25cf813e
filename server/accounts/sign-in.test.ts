import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import test from 'node:test'
import { openWorld, type World } from '../../testing/world.ts'
import { addPerson, Browser, PASSWORD } from '../oauth/testing.ts'
import { transact } from '../storage/index.ts'
import { verifyPassword } from './sign-in.ts'

const tries = async (browser: Browser, login: string, password: string) =>
  (await browser.signIn(login, '/', password)).status

test('by name or by address, in any spelling; a deleted or unknown one is nobody', async (t) => {
  const world = await openWorld()
  t.after(world.close)
  const id = await addPerson(world, 'ada')
  for (const login of ['ada', 'ADA', ' @ada ', 'ada@people.example', 'Ada+x@PEOPLE.example']) {
    assert.equal((await verifyPassword(world.app, login, PASSWORD))?.accountId, id, login)
  }
  for (const login of ['', '@', 'ad', 'ada@elsewhere.example', `${'a'.repeat(10_000)}`, 'ada\n@people.example']) {
    assert.equal(await verifyPassword(world.app, login, PASSWORD), null, login.slice(0, 20))
  }
  assert.equal(await verifyPassword(world.app, 'ada', `${PASSWORD} `), null)
})

test('a hash that was made more cheaply is made anew at the next sign-in', async (t) => {
  const world = await openWorld()
  t.after(world.close)
  const id = await addPerson(world, 'ada')
  const nonce = Buffer.from('0123456789abcdef')
  const tag = argon2Sync('argon2id', {
    message: PASSWORD,
    nonce,
    parallelism: 1,
    tagLength: 32,
    memory: 1024,
    passes: 1,
  })
  const cheap = `$argon2id$v=19$m=1024,t=1,p=1$${[nonce, tag].map((part) => part.toString('base64').replace(/=+$/, '')).join('$')}`
  await transact(world.app.db, (tx) => tx`update users set password_hash = ${cheap} where account_id = ${id}`)
  assert.equal(await verifyPassword(world.app, 'ada', 'wrong password'), null)
  assert.equal(await hashOf(world, id), cheap)
  assert.ok(await verifyPassword(world.app, 'ada', PASSWORD))
  assert.match(await hashOf(world, id), /\$m=19456,t=2,p=1\$/)
  assert.ok(await verifyPassword(world.app, 'ada', PASSWORD))
})

const hashOf = async (world: World, id: number) =>
  (await world.app.db.read<{ password_hash: string }>`select password_hash from users where account_id = ${id}`)[0]!
    .password_hash

test('who guesses is stopped; the owner at a browser of theirs is not, and nobody learns which names exist', async (t) => {
  const world = await openWorld({ TWEETER_RATE_LIMIT_PERCENT: '100' })
  t.after(world.close)
  await addPerson(world, 'ada')
  const [owner, thief] = [new Browser(world), new Browser(world)]
  assert.equal(await tries(owner, 'ada', PASSWORD), 302)
  for (const login of ['ada', 'nobody']) {
    for (let n = 0; n < 10; n++) assert.equal(await tries(thief, login, `guess number ${n}`), 422)
    assert.equal(await tries(thief, login, 'one more guess'), 429)
  }
  assert.equal(await tries(thief, 'ada', PASSWORD), 429, 'right or wrong, it is not looked at')
  // The same address, as behind one router.
  assert.equal(await tries(owner, 'ada', PASSWORD), 302)
  world.pass(16 * 60_000)
  assert.equal(await tries(thief, 'ada', PASSWORD), 302)
})

test('a device cookie that was made up, or is another account’s, is none', async (t) => {
  const world = await openWorld({ TWEETER_RATE_LIMIT_PERCENT: '100' })
  t.after(world.close)
  const [ada, eve] = [await addPerson(world, 'ada'), await addPerson(world, 'eve')]
  const thief = new Browser(world)
  assert.equal(await tries(thief, 'eve', PASSWORD), 302)
  const own = thief.cookies.get(`tweeter_device_${eve}`)!
  assert.ok(own)
  for (let n = 0; n < 10; n++) await tries(thief, 'ada', `guess number ${n}`)
  for (const made of [own, 'name.signature', `name.${own.split('.')[1]}`, '', '.']) {
    thief.cookies.set(`tweeter_device_${ada}`, made)
    assert.equal(await tries(thief, 'ada', PASSWORD), 429, made)
  }
})

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { hearing, openTwoSites, type Site, type TwoSites, until } from '../../../testing/two-sites.ts'
import { networkSecret } from '../../storage/index.ts'
import { stateOf } from '../state.ts'
import { addressOf } from './address.ts'
import { call, callOnce, hangUp } from './call.ts'
import { otherDatabase } from './database.ts'
import { joinNetwork } from './handshake.ts'
import { identityOf, readIdentity, renewIdentity } from './identity.ts'
import { initSite, readInvitation } from './invite.ts'

const isListening = (address: string) => {
  const socket = connect(addressOf(address, 'it'))
  return new Promise<boolean>((answer) => {
    socket.once('connect', () => answer(true)).once('error', () => answer(false))
    socket.once('connect', () => socket.destroy())
  })
}

let both: TwoSites
before(async () => {
  both = await openTwoSites({ met: false })
})
after(() => both.close())

const folder = mkdtempSync(join(tmpdir(), 'tweeter-third-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const third = readIdentity(folder)

const wishOf = (site: Site, more: object = {}) => ({
  name: site.name as string,
  listen: site.linkListen,
  address: both.cable.addresses[site.name],
  databaseUrl: null,
  ...more,
})

const join1 = (code: string, more: object = {}) => joinNetwork(both.west.app, code, wishOf(both.west, more))

/** As another machine would, that heard of the code. */
const joinAsThird = (code: string, name = 'oslo') => {
  const { secret, ...target } = readInvitation(code)
  const schema = async () => (await both.west.app.db.read`select max(name) as name from tweeter.migrations`)[0]!.name
  return schema().then((newest) =>
    callOnce(target, third, 'join', {
      version: 1,
      secret,
      name,
      address: '127.0.0.1:1',
      databaseUrl: null,
      schema: newest,
      proof: 'none',
    }),
  )
}

test('joining, from the first code to the last', { timeout: 120_000 }, async (t) => {
  const { east, west } = both
  const { db } = east.app
  const invited = () => initSite(east.app, wishOf(east))
  let code = ''

  await t.test('wishes that cannot be are refused before anything is written', async () => {
    await assert.rejects(initSite(east.app, wishOf(east, { name: 'Big City' })), /small letters/)
    await assert.rejects(initSite(east.app, wishOf(east, { listen: 'everywhere' })), /a host and a port/)
    await assert.rejects(initSite(east.app, wishOf(east, { address: '0.0.0.0:7443' })), /cannot reach/)
    await assert.rejects(initSite(east.app, wishOf(east, { databaseUrl: 'postgres://x' })), /leave --database-url out/)
    assert.equal((await db.read`select * from tweeter.site_link`).length, 0)
  })

  await t.test(
    'a running server begins to listen when it is told to, and nothing of the secret is stored',
    async () => {
      code = await invited()
      await until(() => isListening(east.linkListen))
      const { secret } = readInvitation(code)
      const [row] = await db.read`select * from tweeter.site_link`
      assert.ok(!JSON.stringify(row).includes(secret))
    },
  )

  await t.test('no code, a wrong one, one that is void, and one that is too old', async () => {
    await assert.rejects(join1('what?'), /That is no invitation code/)
    const { secret, ...target } = readInvitation(code)
    const wrong = { ...target, secret: secret.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }
    const encoded = Buffer.from(JSON.stringify(wrong)).toString('base64url')
    await assert.rejects(join1(encoded), { status: 403, message: /not open at east/ })
    const former = code
    code = await invited()
    await assert.rejects(join1(former), { status: 403 })
    await db.pool`update tweeter.site_link set invitation_until = now() - interval '1 second'`
    await assert.rejects(join1(code), { status: 403, message: /older than an hour/ })
    code = await invited()
    assert.equal(stateOf(west.app).other, null)
  })

  await t.test('another version of Tweeter, and the same name twice', async () => {
    await west.app.db.pool`insert into tweeter.migrations (name) values ('999912312359_newer')`
    await assert.rejects(join1(code), { status: 409, message: /same version of Tweeter at both/ })
    await west.app.db.pool`delete from tweeter.migrations where name like '9999%'`
    await assert.rejects(join1(code, { name: 'east' }), { status: 409, message: /choose another --name/ })
    assert.equal((await db.read`select * from tweeter.sites`).length, 0)
  })

  await t.test(
    'interrupted before the answer came it goes on with the same code, which is no use to others',
    async () => {
      const { secret, ...target } = readInvitation(code)
      const [newest] = await west.app.db.read`select max(name) as name from tweeter.migrations`
      const request = { version: 1, secret, schema: newest!.name, proof: 'none', ...wishOf(west), databaseUrl: null }
      await callOnce(target, identityOf(west.app), 'join', request)
      assert.equal(stateOf(west.app).other, null)
      await assert.rejects(joinAsThird(code), { status: 403, message: /somebody used it/ })

      const joined = await join1(code)
      assert.deepEqual(joined, { site: 1, other: 'east' })
      await join1(code)
      await hearing(east, west)
      assert.equal(await networkSecret(west.app.db), await networkSecret(db))
      assert.deepEqual([stateOf(west.app).here.site, stateOf(west.app).here.name], [1, 'west'])
    },
  )

  await t.test('a third site is told that there are two, also under the name of the second', async () => {
    for (const name of ['oslo', 'west']) {
      await assert.rejects(joinAsThird(await invited(), name), {
        status: 409,
        message: /two sites already, east and west/,
      })
    }
  })

  await t.test('the second with a new certificate is nobody, until it joins again', async () => {
    const pool = otherDatabase(west.app)
    await pool.read`select 1`
    const site = join(west.dataDir, 'site')
    for (const file of ['key.pem', 'certificate.pem']) rmSync(join(site, file))
    renewIdentity(west.app)
    hangUp(west.app)
    await until(() => !stateOf(west.app).reachable)
    await assert.rejects(pool.read`select 1`)
    assert.deepEqual(await join1(await invited()), { site: 1, other: 'east' })
    await hearing(east, west)
    await pool.read`select 1`
    hangUp(east.app)
    assert.equal((await call<{ name: string }>(east.app, 'ping', null)).name, 'west')
  })

  await t.test('whoever tries on and on has to wait', async () => {
    const codeForThird = await invited()
    const answers: number[] = []
    for (let tries = 0; tries < 25; tries++) {
      await joinAsThird(codeForThird).catch((error) => answers.push(error.status))
    }
    assert.ok(answers.includes(429), answers.join())
  })

  assert.deepEqual(
    east.complaints.filter((line) => line.includes(readInvitation(code).secret)),
    [],
  )
})

/**
 * Home with a witness: it needs etcd on the PATH (Debian: `apt-get install etcd-server`). Where there is none,
 * `npm run proof:partition` tells so; what can be tried without it is in decide.test.ts and home.test.ts.
 */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { type Site, until } from '../../../testing/two-sites.ts'
import { stateOf } from '../state.ts'
import { hasEtcd, openEtcd, openJoined, termAt } from './testing.ts'
import { readHome, transactHome } from './transact.ts'
import { readRegister, registerKey, writeRegister } from './witness.ts'

if (hasEtcd()) {
  const etcd = await openEtcd()
  after(etcd.close)
  const two = await openJoined({ env: { TWEETER_WITNESS: etcd.url } })
  after(two.close)
  const { east, west, cable } = two

  const claim = (site: Site, key: string) =>
    transactHome(site.app, (tx) => tx`insert into username_claims (key, skeleton, account_id) values (${key}, '', 1)`)
  const has = async (site: Site, key: string) =>
    (await site.app.db.read`select from username_claims where key = ${key}`).length > 0
  const register = async () => (await readRegister([etcd.url], await registerKey(east.app))).register
  const settled = (term: string) =>
    until(async () => {
      const found = await register()
      const home = [east, west][found?.home ?? 0]!
      return found?.both === true && termAt(home) === term
    }, 30_000).catch((error) => {
      const known = [east, west].map((site) => [termAt(site), ...site.complaints])
      throw new Error(`${term}: ${error.message} ${JSON.stringify(known)}`)
    })

  await east.app.db.pool`insert into accounts (id, username) values (1, 'somebody')`

  test('the witness compares and sets', async () => {
    const key = 'tweeter/test/home'
    const first = await readRegister([etcd.url], key)
    assert.deepEqual(first, { register: null, revision: '0', address: etcd.url })
    const one = { epoch: 1, home: 0, both: false }
    assert.equal(await writeRegister(first, key, one), true)
    assert.equal(await writeRegister(first, key, { ...one, both: true }), false)
    assert.deepEqual((await readRegister(['http://127.0.0.1:9', etcd.url], key)).register, one)
  })

  test('joined sites come to wait for each other', async () => {
    await settled('1 0 both')
    await claim(east, 'first')
    assert.ok(await has(west, 'first'))
    await claim(west, 'second')
    assert.ok((await has(west, 'second')) && (await has(east, 'second')))
  })

  test('a cut cable: home goes on alone when the witness knows, what waited is unknown, and both again', async () => {
    cable.cut()
    const began = performance.now()
    const waited = await claim(east, 'waited').then(
      () => 'done',
      (problem) => String(problem.message),
    )
    assert.match(waited, /outcome unknown/)
    await until(() => termAt(east) === '1 0 solo', 15_000)
    const alone = performance.now() - began
    await claim(east, 'alone')
    assert.equal(
      await readHome(east.app, async (read) => (await read`select from username_claims where key = 'alone'`).length),
      1,
    )
    assert.deepEqual(await register(), { epoch: 1, home: 0, both: false })
    await assert.rejects(claim(west, 'no'), { status: 503 })
    assert.ok(alone < 8000, `${alone} ms until home went on alone`)
    cable.mend()
    await settled('1 0 both')
    assert.ok((await has(west, 'alone')) && (await has(west, 'waited')))
  })

  test('home that hears nobody stops, also for reading', async () => {
    cable.cut()
    etcd.pause()
    await until(() => termAt(east) === '1 0 fenced', 15_000)
    await assert.rejects(claim(east, 'nobody'), { status: 503 })
    await assert.rejects(
      readHome(east.app, async () => {}),
      { status: 503 },
    )
    etcd.resume()
    await until(() => termAt(east) === '1 0 solo', 15_000)
    cable.mend()
    await settled('1 0 both')
  })

  test('without the witness both go on while they hear each other', async () => {
    etcd.pause()
    await claim(east, 'unwitnessed')
    assert.ok(await has(west, 'unwitnessed'))
    etcd.resume()
  })

  test('the home site dies: the other takes over with all that was acknowledged; the old one yields', async () => {
    await settled('1 0 both')
    await claim(east, 'last')
    const { stopAuthority } = await import('./authority.ts')
    // Its server hangs, its cable is cut: for everybody else it is dead.
    await stopAuthority(east.app)
    cable.cut()
    const began = performance.now()
    const lost = claim(east, 'lost').then(
      () => ({ message: `done after ${performance.now() - began} ms` }),
      (problem) => problem,
    )
    await until(() => stateOf(west.app).here.home === 1 && termAt(west) === '2 1 solo', 20_000)
    const back = performance.now() - began
    assert.ok(await has(west, 'last'))
    await claim(west, 'new')
    assert.ok(back < 10_000, `${back} ms`)
    cable.mend()
    const { startAuthority, authorityOf } = await import('./authority.ts')
    Object.assign(authorityOf(east.app), { stopped: false })
    await startAuthority(east.app)
    await settled('2 1 both')
    assert.match(String((await lost).message), /outcome unknown/)
    assert.equal(await has(east, 'lost'), false)
    assert.equal(await has(west, 'lost'), false)
    assert.ok(await has(east, 'new'))
    const aside = await east.app.db.read<{ of_key: string[] }>`select of_key from tweeter.set_aside`
    assert.deepEqual(
      aside.map((row) => row.of_key),
      [['lost']],
    )
    await claim(east, 'through the other')
    assert.ok(await has(west, 'through the other'))
  })
}

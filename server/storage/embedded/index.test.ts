import assert from 'node:assert/strict'
import * as fs from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded, whoHolds } from './index.ts'
import { postgresIn, startOf } from './processes.ts'
import { asking, copyOfProject, dataWithCluster, fast, finallyDo, folder, isRoot, starter } from './testing.ts'

const log = () => {}

test('the first start makes a durable, private cluster; the next one finds what was written', async (t) => {
  const dataDir = join(folder(t), 'data')
  const first = await startEmbedded({ dataDir, log, settings: { shared_buffers: '16MB' } })
  finallyDo(t, () => first.stop())
  await asking(first.socketDir, async (sql) => {
    const wanted = {
      listen_addresses: '',
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      wal_level: 'logical',
      max_connections: '100',
      server_encoding: 'UTF8',
      data_checksums: 'on',
      shared_buffers: '16MB',
    }
    for (const [name, value] of Object.entries(wanted)) {
      const [row] = await sql`select current_setting(${name}) as value`
      assert.equal(row?.value, value, name)
    }
    const [database] = await sql`
      select datlocprovider, datlocale, rolname, rolsuper from pg_database join pg_roles r on r.oid = datdba
      where datname = 'tweeter'`
    assert.deepEqual({ ...database }, { datlocprovider: 'b', datlocale: 'C.UTF-8', rolname: 'tweeter', rolsuper: true })
    await sql`create table kept as select 'yes' as answer`
  })
  const cluster = fs.statSync(join(dataDir, 'postgres'))
  assert.equal(cluster.mode & 0o777, 0o700)
  if (isRoot) assert.notEqual(cluster.uid, 0)
  await first.stop()
  assert.equal(startOf(first.pid), null)
  assert.deepEqual(fs.readdirSync(dataDir).sort(), ['postgres', 'postgres.log'])

  const began = performance.now()
  const second = await startEmbedded({ dataDir, log, settings: fast })
  const tookMs = Math.round(performance.now() - began)
  finallyDo(t, () => second.stop())
  t.diagnostic(`start of an existing cluster: ${tookMs} ms`)
  assert.ok(tookMs < 1000, `took ${tookMs} ms`)
  const [row] = await asking(second.socketDir, (sql) => sql`select answer from kept`)
  assert.equal(row?.answer, 'yes')
  await second.stop()
  await second.stop()
})

test('held data is refused with who holds it; a killed holder leaves a Postgres that the next start ends', async (t) => {
  const dataDir = await dataWithCluster(join(folder(t), 'data'))
  const holder = starter(t, { dataDir })
  const { pid, socketDir } = await holder.reply
  await asking(socketDir, (sql) => sql`create table kept (n int)`)
  const since = whoHolds(dataDir)?.since
  const message = new RegExp(`in use by process ${holder.child.pid} \\(a test\\) since ${since}`)
  await assert.rejects(startEmbedded({ dataDir, log }), message)

  process.kill(-holder.child.pid!, 'SIGINT') // as Ctrl-C in a terminal does
  await holder.exited
  await sleep(100)
  assert.notEqual(startOf(pid), null, 'Postgres is not in the group that Ctrl-C reaches')
  assert.equal(whoHolds(dataDir), null)

  const lines: string[] = []
  const next = await startEmbedded({ dataDir, log: (line) => lines.push(line), settings: fast })
  finallyDo(t, () => next.stop())
  assert.equal(startOf(pid), null)
  assert.notEqual(next.pid, pid)
  assert.match(lines.join(), new RegExp(`Postgres \\(pid ${pid}\\) outlived`))
  assert.deepEqual(await asking(next.socketDir, async (sql) => [...(await sql`select * from kept`)]), [])
  await assert.rejects(startEmbedded({ dataDir, log }), /in use by process/)
})

test('it comes back by itself when everything was killed, even when another process has the old pid', async (t) => {
  const dataDir = await dataWithCluster(join(folder(t), 'data'))
  const holder = starter(t, { dataDir })
  const { pid, socketDir } = await holder.reply
  await asking(socketDir, (sql) => sql`create table kept as select generate_series(1, 1000) as n`)
  const cluster = join(dataDir, 'postgres')
  const family = postgresIn(cluster)
  assert.ok(family.includes(pid))
  for (const each of family) process.kill(each, 'SIGKILL')
  await holder.kill()
  const postmaster = join(cluster, 'postmaster.pid')
  fs.writeFileSync(postmaster, fs.readFileSync(postmaster, 'utf8').replace(/^\d+/, String(process.pid)))
  fs.writeFileSync(join(cluster, '.s.PGSQL.5432.lock'), `${process.pid}\n`)

  const next = await startEmbedded({ dataDir, log, settings: fast })
  finallyDo(t, () => next.stop())
  const [row] = await asking(next.socketDir, (sql) => sql`select count(*)::int as n from kept`)
  assert.equal(row?.n, 1000)

  // A server that is killed says so. A child of its that is busy would outlive it, and block the next one.
  // It ends by itself after a while, in case that this test is ended before it ends the child.
  const busy = `do $$ begin while clock_timestamp() < now() + interval '30 s' loop end loop; end $$`
  const loop = asking(next.socketDir, (sql) => sql.unsafe(busy)).catch((error: Error) => error)
  await sleep(300)
  process.kill(next.pid, 'SIGKILL')
  assert.match(await next.died, /ended by itself: SIGKILL.*postgres\.log/s)
  await next.stop()
  assert.equal(whoHolds(dataDir), null)
  // The idle ones notice within moments that their server is gone; how soon is the machine's affair.
  for (let waited = 0; postgresIn(cluster).length > 1 && waited < 10_000; waited += 50) await sleep(50)
  while (postgresIn(cluster).length > 1) await sleep(5) // the idle ones notice it and go, on a busy machine later
  assert.equal(postgresIn(cluster).length, 1)
  const last = await startEmbedded({ dataDir, log, settings: fast })
  finallyDo(t, () => last.stop())
  assert.ok((await loop) instanceof Error)
  assert.equal((await asking(last.socketDir, (sql) => sql`select from kept`)).count, 1000)
})

test('a first start that was killed in the middle is begun again', async (t) => {
  const dataDir = join(folder(t), 'data')
  const draft = join(dataDir, 'postgres.new')
  const holder = starter(t, { dataDir })
  while (!fs.existsSync(join(draft, 'global/pg_control'))) await sleep(2)
  await holder.kill()
  assert.ok(fs.existsSync(draft))
  assert.ok(!fs.existsSync(join(dataDir, 'postgres')))
  const running = await startEmbedded({ dataDir, log, settings: fast })
  finallyDo(t, () => running.stop())
  const [row] = await asking(running.socketDir, (sql) => sql`select current_database() as name`)
  assert.equal(row?.name, 'tweeter')
  assert.ok(!fs.existsSync(draft))
})

test('a socket too deep for an address gets a short link, which stop and the next start remove', async (t) => {
  const deep = await dataWithCluster(join(folder(t), 'a-long-name-of-a-directory'.repeat(4), 'data'))
  const holder = starter(t, { dataDir: deep })
  const { socketDir: left } = await holder.reply
  assert.ok(Buffer.byteLength(`${left}/.s.PGSQL.5432`) <= 100)
  assert.equal(whoHolds(deep)?.socketDir, left)
  await holder.kill()
  const running = await startEmbedded({ dataDir: deep, log, settings: fast })
  finallyDo(t, () => running.stop())
  assert.ok(!fs.existsSync(join(left, '..')))
  assert.equal(fs.statSync(join(running.socketDir, '..')).mode & 0o777, 0o700)
  const [row] = await asking(running.socketDir, (sql) => sql`select 1 as n`)
  assert.equal(row?.n, 1)
  await running.stop()
  assert.ok(!fs.existsSync(join(running.socketDir, '..')))
})

test('what cannot be started is left alone, and the error says why', async (t) => {
  const dataDir = folder(t)
  const cluster = join(dataDir, 'postgres')
  const version = join(cluster, 'PG_VERSION')
  const refused = (pattern: RegExp) => assert.rejects(startEmbedded({ dataDir, log, settings: fast }), pattern)
  fs.mkdirSync(cluster) // an empty folder is as good as none
  const running = await startEmbedded({ dataDir, log, settings: fast })
  finallyDo(t, () => running.stop())
  await running.stop()

  fs.writeFileSync(version, '17\n')
  await refused(/made by PostgreSQL 17, and this Tweeter carries PostgreSQL 18.*tweeter backup FILE/)
  assert.equal(fs.readFileSync(version, 'utf8'), '17\n')
  fs.rmSync(version)
  await refused(/not a database of Tweeter's.*Nothing was changed/)
  assert.ok(!fs.existsSync(version))
  assert.equal(whoHolds(dataDir), null)
  fs.writeFileSync(version, '18\n')

  fs.chmodSync(cluster, 0o755)
  await refused(/exit code 1.*postgres\.log.*invalid permissions/s)
  fs.chmodSync(cluster, 0o700)
  fs.truncateSync(join(dataDir, 'postgres.log'), 11 * 1024 ** 2)
  const again = await startEmbedded({ dataDir, log, settings: fast })
  await again.stop()
  assert.ok(fs.statSync(join(dataDir, 'postgres.log')).size < 100_000)
  assert.ok(fs.existsSync(join(dataDir, 'postgres.log.1')))

  fs.renameSync(cluster, join(dataDir, 'elsewhere'))
  fs.symlinkSync(join(dataDir, 'not-mounted'), cluster)
  await refused(/is a disk not mounted/)
})

test('an ordinary user starts it from packages installed without scripts, and no other user gets in', async (t) => {
  const dir = folder(t)
  fs.chmodSync(dir, 0o755)
  const uid = isRoot ? 65534 : process.getuid!()
  const { project, node } = copyOfProject(dir, uid)
  const holder = starter(t, { dataDir: join(project, 'data'), project, node, ...(isRoot ? { uid } : {}) })
  const { pid, socketDir } = await holder.reply
  assert.equal(fs.statSync(`${socketDir}/.s.PGSQL.5432`).uid, uid)
  const [row] = await asking(socketDir, (sql) => sql`select current_user as name`)
  assert.equal(row?.name, 'tweeter')
  if (isRoot) {
    process.seteuid!(1)
    const refused = new Promise((resolve) => connect(`${socketDir}/.s.PGSQL.5432`).once('error', resolve))
    process.seteuid!(0)
    assert.match(String(await refused), /EACCES/)
  }
  await holder.stop()
  assert.equal(startOf(pid), null)
  assert.equal(whoHolds(join(project, 'data')), null)

  if (!isRoot) return
  // Root goes on with what that user made, as that user.
  const asRoot = await startEmbedded({ dataDir: join(project, 'data'), log, settings: fast })
  finallyDo(t, () => asRoot.stop())
  assert.equal(fs.statSync(`/proc/${asRoot.pid}`).uid, uid)
})

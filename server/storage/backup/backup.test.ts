import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { utimes } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import test, { after } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type FreshDatabase, freshDatabase } from '../../../testing/cluster.ts'
import { diskBlobs } from '../blobs/index.ts'
import { type Blobs, connect, type MigrationSource, migrate } from '../index.ts'
import { checkBackup, openBackup } from './index.ts'
import { BackupReader } from './reader.ts'
import { contents, migrations, restoreBackup, schemaOf, temporaryFolder, writeBackup } from './testing.ts'

const folder = temporaryFolder()
after(folder.remove)
const { db, drop } = await freshDatabase()
after(drop)

const dir = folder.file('blobs')
const blobs = diskBlobs(dir)
/** As if it had been put yesterday. */
async function put(key: string, bytes: Buffer): Promise<void> {
  await blobs.put(key, bytes, 'application/octet-stream')
  const file = readdirSync(dir, { recursive: true, encoding: 'utf8' }).find(
    (one) => basename(one) === key.replaceAll('/', ','),
  )!
  await utimes(join(dir, file), Date.now() / 1000 - 86_400, Date.now() / 1000 - 86_400)
}
const [first, second, third] = [randomBytes(300_000), randomBytes(1_500_000), randomBytes(10)] as const
const readBlob = async (from: Blobs, key: string) => {
  const found = await from.open(key)
  return found && (await buffer(found.stream))
}
const keysOf = async (from: Blobs) => (await Array.fromAsync(from.list())).map(({ key }) => key).sort()

test('a chain: files that an older backup has are not stored again, and all of it is needed to restore', async () => {
  await put('a/first.bin', first)
  await put('a/second.bin', second)
  await put('a/empty.bin', Buffer.alloc(0))
  const one = await writeBackup(db, folder.file('one'), blobs)
  assert.equal(one.manifest.blobs!.storedCount, 3)
  await put('a/third.bin', third)
  await blobs.remove('a/first.bin')
  const two = await writeBackup(db, folder.file('two'), blobs, { since: folder.file('one') })
  assert.deepEqual([two.manifest.blobs!.count, two.manifest.blobs!.storedCount], [3, 1])
  assert.ok(two.bytes < 300_000)
  await put('b/fourth.bin', first)
  const three = await writeBackup(db, folder.file('three'), blobs, { since: folder.file('two') })
  assert.deepEqual([three.manifest.blobs!.count, three.manifest.blobs!.storedCount], [4, 1])
  assert.deepEqual(
    three.manifest.chain.map((link) => link.file),
    ['one', 'two'],
  )

  renameSync(folder.file('one'), folder.file('another-name'))
  const restored = await restoreBackup(folder.file('three'), folder.file('chained'))
  assert.deepEqual(await keysOf(restored.blobs), ['a/empty.bin', 'a/second.bin', 'a/third.bin', 'b/fourth.bin'])
  assert.ok(second.equals((await readBlob(restored.blobs, 'a/second.bin'))!))
  assert.ok(third.equals((await readBlob(restored.blobs, 'a/third.bin'))!))
  assert.ok(first.equals((await readBlob(restored.blobs, 'b/fourth.bin'))!))
  assert.equal((await readBlob(restored.blobs, 'a/empty.bin'))!.length, 0)
  await restored.drop()

  renameSync(folder.file('another-name'), folder.file('chained/one'))
  const missing = /three builds on a backup that is not in .*: one \(of 20.*Put it there/
  await assert.rejects(openBackup(folder.file('three'), migrations), missing)
  await assert.rejects(writeBackup(db, folder.file('four'), blobs, { since: folder.file('three') }), missing)
  renameSync(folder.file('chained/one'), folder.file('one'))
})

test('a file put again under its name is stored again', async () => {
  await blobs.put('a/third.bin', randomBytes(10), 'application/octet-stream')
  const { manifest } = await writeBackup(db, folder.file('again'), blobs, { since: folder.file('three') })
  assert.equal(manifest.blobs!.storedCount, 1)
})

test('what cannot be: over a file, on one without files, on that of another network, without its folder', async () => {
  await assert.rejects(writeBackup(db, folder.file('one'), blobs), /one is there already: a backup never overwrites/)
  await writeBackup(db, folder.file('bare'), null)
  const on = (since: string) => writeBackup(db, folder.file('x'), blobs, { since: folder.file(since) })
  await assert.rejects(on('bare'), /was made without files/)
  await assert.rejects(on('nothing'), /There is no file .*nothing\./)
  await assert.rejects(writeBackup(db, folder.file('no/x'), blobs), /nothing of it stays: there is no folder/)
  const other = await freshDatabase()
  const since = folder.file('one')
  await other.db.pool`update tweeter.here set secret = 'another'`
  await assert.rejects(writeBackup(other.db, folder.file('x'), blobs, { since }), /is a backup of another network/)
  await other.drop()
  const empty = await freshDatabase({ empty: true })
  await assert.rejects(writeBackup(empty.db, folder.file('x'), blobs), /There is nothing to back up/)
  await empty.drop()
  await assert.rejects(writeBackup(db, folder.file('x'), null, { identityOf: folder.path }), /no key of a site/)
  assert.deepEqual(
    readdirSync(folder.path).filter((name) => name === 'x' || name.includes('partial')),
    [],
  )
})

/** Tries to restore a damaged copy; @returns what was said, after looking that nothing is there. */
async function refused(bytes: Buffer, into: FreshDatabase): Promise<string> {
  writeFileSync(folder.file('damaged'), bytes)
  const dataDir = folder.file('damaged-data')
  const error = await restoreBackup(folder.file('damaged'), dataDir, into).then(
    () => new Error('It was restored.'),
    (thrown: Error) => thrown,
  )
  const [row] = await into.db.read<{ tables: number }>`
    select count(*)::int as tables from pg_class where relnamespace = to_regnamespace('tweeter') and relkind = 'r'`
  assert.equal(row!.tables, 0)
  assert.deepEqual(await keysOf(diskBlobs(join(dataDir, 'blobs'))), [])
  rmSync(dataDir, { recursive: true, force: true })
  return error.message
}

test('a flipped bit anywhere, and a file that was cut short, are told by name, and nothing is restored', async () => {
  const whole = readFileSync(folder.file('one'))
  const reader = await BackupReader.open(folder.file('one'))
  const { manifest } = reader
  const into = await freshDatabase({ empty: true })
  after(into.drop)
  const flipped = (at: number) => {
    const bytes = Buffer.from(whole)
    bytes[at]! ^= 4
    return refused(bytes, into)
  }
  assert.match(await flipped(2), /is not a backup of Tweeter's/)
  assert.match(await flipped(40), /damaged: its list of contents/)
  const here = manifest.tables.find((table) => table.name === 'here')!.section
  assert.match(
    await flipped(here.offset + here.length - 8),
    /damaged: the table tweeter\.here is not as it was written/,
  )
  const { stored, index } = manifest.blobs!
  assert.match(await flipped(stored.offset + 200_000), /damaged: the file a\/first\.bin is not/)
  assert.match(await flipped(stored.offset + stored.length - 2), /damaged: the part with its files/)
  assert.match(await flipped(index.offset + index.length - 5), /damaged: its list of files/)
  assert.match(await flipped(index.offset + index.length + 9), /damaged: its list of contents/)
  assert.match(await flipped(whole.length - 5), /cut short or its end is damaged/)
  for (const length of [0, 5, 60, 1000, whole.length >> 1, whole.length - 1]) {
    assert.match(await refused(whole.subarray(0, length), into), /cut short|is not a backup/)
  }
  for (const { section } of manifest.tables) assert.ok(await reader.isIntact(section))
  await reader.close()
})

test('only into an empty installation, by a clock that goes right, by code that knows the schema', async () => {
  const used = await freshDatabase()
  await assert.rejects(
    restoreBackup(folder.file('one'), folder.file('no-data'), used),
    /There is a network here already, with 0 accounts\. .* into an empty installation only: Elsewhere\. Nothing was changed\./,
  )
  await used.drop()
  const strange = await freshDatabase({ empty: true })
  await strange.db.pool`create table public.mine (a int)`
  await assert.rejects(
    restoreBackup(folder.file('one'), folder.file('no-data'), strange),
    /not empty \(it has public\.mine\)/,
  )
  await strange.drop()
  const early = new Date(Date.now() - 3_600_000)
  await assert.rejects(
    restoreBackup(folder.file('one'), folder.file('no-data'), undefined, early),
    /set the clock first/,
  )
  const older = migrations.slice(0, 3)
  await assert.rejects(
    openBackup(folder.file('one'), older),
    /made by a newer Tweeter, or one with other plugins: it has 2026/,
  )
  assert.throws(() => statSync(folder.file('no-data/blobs')))
})

test('the check restores for real and leaves nothing', async () => {
  const backup = await openBackup(folder.file('three'), migrations)
  const checked = await checkBackup(backup, { migrations, now: () => new Date(), progress: () => {}, warn: () => {} })
  assert.deepEqual([checked.files, checked.migrations], [4, []])
  assert.equal(checked.tables, backup.manifest.tables.length)
  await backup.close()
})

test('of two sites one: alone, with its own number, and no id comes twice', async () => {
  const site = await freshDatabase()
  await site.db.pool`update tweeter.here set site = 1, epoch = 7, home = 0, mode = 'both', clock_correction = '1 hour'`
  await site.db.pool`insert into tweeter.sites (number, name, address, certificate) values (0, 'berlin', 'b:1', '')`
  await site.db.pool`insert into tweeter.facts (by_site, signal, fact) values (0, 'x', '{}')`
  const [last] = await site.db.pool<{ id: number }[]>`select max(id) as id from tweeter.next_ids(5000) id`
  const data = folder.file('site-data')
  mkdirSync(join(data, 'site'), { recursive: true })
  writeFileSync(join(data, 'site/key.pem'), 'secret')
  writeFileSync(join(data, 'site/certificate.pem'), 'public')
  await site.db.pool`insert into tweeter.blobs_to_come (key, size) values ('media/a.png', 5)`
  const said: string[] = []
  const { manifest } = await writeBackup(site.db, folder.file('site'), null, { identityOf: data, said })
  assert.match(said.join(), /joining just now.*,1 uploads have not come over/)
  assert.equal(manifest.hadOtherSite, true)
  await site.drop()
  const restored = await restoreBackup(folder.file('site'), folder.file('site-restored'))
  const [here] = await restored.db.read`
    select site, epoch, home, mode, clock_correction::text as correction, (select count(*)::int from tweeter.sites) as others,
           (select count(*)::int from tweeter.facts) as facts from tweeter.here`
  assert.deepEqual(here, { site: 1, epoch: 0, home: 1, mode: 'alone', correction: '00:00:00', others: 0, facts: 0 })
  const [next] = await restored.db.pool<{ id: number }[]>`select tweeter.next_id() as id`
  assert.ok(next!.id > last!.id)
  const key = join(restored.dataDir, 'site/key.pem')
  assert.deepEqual([readFileSync(key, 'utf8'), statSync(key).mode & 0o777], ['secret', 0o600])
  await restored.drop()
})

/** The migrations there were before the one named. */
function until(number: string): MigrationSource[] {
  return migrations.map(({ module, folder: from }, at) => {
    const copy = folder.file(`migrations-${at}`)
    cpSync(fileURLToPath(from), copy, { recursive: true })
    for (const name of readdirSync(copy)) if (name >= number) rmSync(join(copy, name))
    return { module, folder: pathToFileURL(`${copy}/`) }
  })
}

test('an older schema becomes the newest, with its rows, by an ordinary role', async () => {
  const old = await freshDatabase({ empty: true })
  await migrate(old.db, until('202611270000'))
  await old.db.pool`insert into accounts (id, username) select n, 'a' || n from generate_series(1, 500) n`
  await old.db.pool`insert into username_claims (key, skeleton, account_id) select username, username, id from accounts`
  // As replication may have left it: a row whose parent is still on its way.
  await old.db.pool`alter table username_claims disable trigger all`
  await old.db.pool`insert into username_claims (key, skeleton, account_id) values ('orphan', 'orphan', 999)`
  const before = await contents(old.db)
  await writeBackup(old.db, folder.file('old'), null)
  await old.drop()

  const own = await freshDatabase({ empty: true })
  const role = `r${own.name}`
  await own.db.pool.unsafe(`create role ${role} login; alter database ${own.name} owner to ${role}`)
  await own.db.pool.unsafe(`alter schema public owner to ${role}`)
  const plain = connect({ socketDir: own.socketDir, user: role, database: own.name, connections: 4 })
  const restored = await restoreBackup(folder.file('old'), folder.file('old-data'), { ...own, db: plain })
  assert.ok(restored.applied.some((name) => name === '202611270000_storage_two_sites'))
  assert.match(restored.said.join(), /Some rows of username_claims refer to what was not in the backup/)
  const now = await contents(plain)
  for (const table of ['account_stats', 'public.account_stats', 'public.username_claims']) {
    if (before[table]) assert.equal(now[table], before[table], table)
  }
  assert.match(now['public.accounts']!, /^500 /)
  assert.match(now['public.username_claims']!, /^501 /)
  const [{ triggers }, fresh] = [await schemaOf(plain), await schemaOf(db)]
  assert.deepEqual(triggers, fresh.triggers)
  const [row] = await plain.read<{ name: string }>`select username as name from accounts where id = 7`
  assert.equal(row!.name, 'a7')
  await plain.close()
  await own.db.pool
    .unsafe(`reassign owned by ${role} to tweeter; drop owned by ${role}; drop role ${role}`)
    .catch(() => {})
  await own.drop()
})

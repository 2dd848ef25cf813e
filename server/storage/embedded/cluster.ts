// The cluster on the disk: what is there, and making a new one that is either whole or not there.
import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import type { RunAs } from './owner.ts'
import { codeOf, endPostgres, postgresIn, readOrNull } from './processes.ts'

/**
 * The owner of the cluster in `path`; null when there is none yet (nothing, or an empty folder). Changes nothing.
 * @throws when something else is there, or a cluster of another major version
 */
export function inspectCluster(path: string, major: number): { uid: number; gid: number } | null {
  const stat = fs.statSync(path, { throwIfNoEntry: false })
  if (!stat) {
    if (!fs.lstatSync(path, { throwIfNoEntry: false })) return null
    throw new Error(`${path} is a link to ${fs.readlinkSync(path)}, which is not there: is a disk not mounted?`)
  }
  const foreign = `${path} is not a database of Tweeter's (it has no PG_VERSION): move it away, or choose another data directory. Nothing was changed.`
  if (!stat.isDirectory()) throw new Error(foreign)
  let version: string | null
  try {
    version = readOrNull(join(path, 'PG_VERSION'))
    if (version === null && fs.readdirSync(path).length === 0) return null
  } catch (error) {
    if (codeOf(error) !== 'EACCES') throw error
    return { uid: stat.uid, gid: stat.gid } // another user's: chooseRunAs says so
  }
  if (version === null) throw new Error(foreign)
  if (version.trim() !== String(major)) {
    throw new Error(
      `The database in ${path} was made by PostgreSQL ${version.trim()}, and this Tweeter carries PostgreSQL ${major}: ` +
        `write a backup with the Tweeter that made it (tweeter backup FILE), and restore that here into a new data folder, or run pg_upgrade. Nothing was changed.`,
    )
  }
  return { uid: stat.uid, gid: stat.gid }
}

interface Making {
  dataDir: string
  binaries: Binaries
  runAs: RunAs
  /** false: do not wait for the disk (tests) */
  durable: boolean
}

/**
 * Makes `<dataDir>/postgres` with the database `tweeter` in it. It is made under another name and renamed when it is
 * whole, so a start that was killed in the middle leaves only something to throw away.
 */
export async function makeCluster({ dataDir, binaries, runAs, durable }: Making): Promise<void> {
  const draft = join(dataDir, 'postgres.new')
  // An initdb whose starter was killed may still be at work there.
  if (!(await endPostgres(draft, postgresIn(draft), 'SIGKILL', 5_000))) {
    throw new Error(`An earlier start still makes a database in ${draft} (process ${postgresIn(draft).join(', ')}).`)
  }
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { mode: 0o700 })
  if (runAs) fs.lchownSync(draft, runAs.uid, runAs.gid)
  const bin = join(binaries.native, 'bin')
  const place = { cluster: draft, runAs }
  try {
    // trust: whoever can open the socket already owns the files, because the directory of both is its owner's alone
    // (mode 0700, which Postgres itself insists on). A password beside them would keep nobody out. Over TCP: nobody.
    const access = ['--auth-local=trust', '--auth-host=reject', '--username=tweeter']
    // The builtin provider sorts the same on every machine and forever: no index breaks with a new C library.
    const text = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    await run(join(bin, 'initdb'), ['-D', dataArgument(place), ...access, ...text, ...(durable ? [] : ['-N'])], place)
    const single = ['--single', '-D', dataArgument(place), ...(durable ? [] : ['-F']), 'postgres']
    await run(join(bin, 'postgres'), single, place, 'CREATE DATABASE tweeter\n')
    fs.renameSync(draft, join(dataDir, 'postgres'))
    const fd = fs.openSync(dataDir, 'r')
    fs.fsyncSync(fd) // the new name, too
    fs.closeSync(fd)
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

/**
 * How the programs are told where the data is. As root's chosen user they may not be able to walk to it (think of
 * /root), so they are started standing in it, and a link of the kernel's leads there without a walk.
 */
export function dataArgument({ cluster, runAs }: { cluster: string; runAs: RunAs }): string {
  return runAs ? '/proc/self/cwd' : cluster
}

/** How every program of Postgres's is started. Nothing of our environment goes along: it may hold secrets. */
export function spawnOptions({ cluster, runAs }: { cluster: string; runAs: RunAs }) {
  // Node changes the directory first and the user then.
  return { cwd: cluster, env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }, ...runAs }
}

async function run(program: string, args: string[], place: { cluster: string; runAs: RunAs }, input = '') {
  // Pipes, not files: when we are killed, initdb ends too, at its next line of output.
  const child = spawn(program, args, spawnOptions(place))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  child.stdin.on('error', () => {}).end(input) // it ended before it read: its exit code says why
  const ending = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code === 0 ? '' : `${signal ?? `exit code ${code}`}`))
  })
  if (ending === '' && !/^.*(ERROR|FATAL|PANIC):/m.test(output)) return
  const known = /could not look up effective user ID/.test(output)
    ? 'Postgres needs the user it runs as to have a line in /etc/passwd.\n'
    : ''
  throw new Error(
    `The database in ${dirname(place.cluster)} could not be made (${ending || 'SQL error'}). ${known}` +
      `The last lines:\n${lastLines(output)}`,
  )
}

/** The end of a log, for an error message. */
export function lastLines(text: string, count = 12): string {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}

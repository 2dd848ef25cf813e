// What the machine says about processes: does the one that wrote this pid still live, and who works in this directory.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const onLinux = process.platform === 'linux'

/**
 * When a process started, in words that only this process of this boot can have, so that a reused pid is not mistaken
 * for the one before. Null when there is no such process (or only its zombie).
 */
export function startOf(pid: number): string | null {
  if (!onLinux) return startByPs(pid)
  const stat = readOrNull(`/proc/${pid}/stat`)
  if (stat === null) return null
  // proc(5): "pid (name) state ppid …"; the name may hold spaces and brackets, so count from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return null
  const startTicks = fields[19] // field 22 of the whole line
  return `${readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}/${startTicks}`
}

/**
 * Pids of the Postgres programs that work in `dir`: on Linux all whose working directory it is (a server and every
 * child of it), which needs no trust in a pid file and no spelling of the path; elsewhere the server that
 * `postmaster.pid` names, when its command line names the directory.
 */
export function postgresIn(dir: string): number[] {
  if (!onLinux) {
    const pid = pidInPostmasterFile(dir)
    if (pid === null || startOf(pid) === null) return []
    return ps(pid, '-ww', '-o', 'command=').includes(`-D ${dir}`) ? [pid] : []
  }
  const wanted = statSync(dir, { throwIfNoEntry: false })
  if (!wanted) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && worksIn(name, wanted))
    .map(Number)
}

function worksIn(pid: string, wanted: { dev: number; ino: number }): boolean {
  try {
    const cwd = statSync(`/proc/${pid}/cwd`)
    if (cwd.ino !== wanted.ino || cwd.dev !== wanted.dev) return false
    return ['postgres', 'initdb'].includes(readFileSync(`/proc/${pid}/comm`, 'utf8').trim())
  } catch {
    return false // ended meanwhile, or another user's, who has no business in a directory of mode 0700
  }
}

/** Sends a signal to the processes, and waits until no Postgres works in `dir` any more. False when it took too long. */
export async function endPostgres(dir: string, pids: number[], signal: NodeJS.Signals, patienceMs: number) {
  for (const pid of pids) signalTo(pid, signal)
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(10)) {
    if (postgresIn(dir).length === 0) return true
  }
  return false
}

/** The pid in the first line of `postmaster.pid`, or null without one. */
export function pidInPostmasterFile(cluster: string): number | null {
  const pid = Number.parseInt(readOrNull(join(cluster, 'postmaster.pid')) ?? '', 10)
  return pid > 0 ? pid : null
}

/** Sends a signal; a process that has ended meanwhile is no error. */
export function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

/** The text of a file; null when there is none. */
export function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'ENOTDIR'].includes(codeOf(error))) return null
    throw error
  }
}

/** `ENOENT` and the like; empty for an error without a code. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function startByPs(pid: number): string | null {
  const [state = '', ...started] = ps(pid, '-o', 'stat=', '-o', 'lstart=').trim().split(/\s+/)
  return state === '' || state.startsWith('Z') ? null : started.join(' ')
}

/** What `ps` prints about one process, in one language and time zone; empty when there is no such process. */
function ps(pid: number, ...columns: string[]): string {
  try {
    return execFileSync('ps', [...columns, '-p', String(pid)], {
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new Error('Tweeter needs the program `ps` to see who holds its data.')
    return ''
  }
}

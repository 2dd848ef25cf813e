// The running server: start it, know when it is ready, know when it dies, end it.
import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dataArgument, lastLines, spawnOptions } from './cluster.ts'
import type { RunAs } from './owner.ts'
import { endPostgres, pidInPostmasterFile, postgresIn, readOrNull } from './processes.ts'

export interface Postmaster {
  pid: number
  /** resolves when it has ended, for whatever reason, with that reason */
  ended: Promise<string>
  /** fast shutdown: open transactions are rolled back, everything is written; escalates when that takes too long */
  stop(): Promise<void>
}

interface Start {
  cluster: string
  program: string
  args: string[]
  runAs: RunAs
  logFile: string
  log: (line: string) => void
}

const logLimitBytes = 10 * 1024 ** 2

/**
 * Starts the server and waits until it takes connections, however long it recovers.
 * @throws when it ends before that, with the last lines of its log
 */
export async function startPostmaster({ cluster, program, args, runAs, logFile, log }: Start): Promise<Postmaster> {
  const { fd, from } = openLog(logFile)
  // A session of its own: Ctrl-C reaches every process of the terminal's group, and Postgres must outlive our draining.
  const child = spawn(program, ['-D', dataArgument({ cluster, runAs }), ...args], {
    ...spawnOptions({ cluster, runAs }),
    detached: true,
    stdio: ['ignore', fd, fd],
  })
  fs.closeSync(fd)
  const words = () => `The last lines of ${logFile}:\n${lastLines(tailOf(logFile, from))}`
  let running = true
  const ended = new Promise<string>((resolve) => {
    const end = (reason: string) => {
      running = false
      resolve(reason)
    }
    child.once('error', (error) => end(`${program}: ${error.message}`))
    child.once('exit', (code, signal) => end(`${signal ?? `exit code ${code}`}. ${words()}`))
  })

  const began = Date.now()
  let nextNoteMs = 5_000
  while (running && !isReady(cluster, child.pid)) {
    await Promise.race([sleep(5), ended])
    if (Date.now() - began < nextNoteMs) continue
    log('Postgres is still starting: after a crash it first replays what was not yet in its tables.')
    nextNoteMs *= 2
  }
  if (!running || child.pid === undefined) throw new Error(`Postgres did not start: ${await ended}`)
  const { pid } = child
  const hasEnded = (ms: number) => Promise.race([ended.then(() => true), sleep(ms, false, { ref: false })])
  return {
    pid,
    ended,
    async stop() {
      for (const [signal, patienceMs] of [
        ['SIGINT', 8_000],
        ['SIGQUIT', 5_000],
        ['SIGKILL', 5_000],
      ] as const) {
        if (running) child.kill(signal)
        if (!running || (await hasEnded(patienceMs))) return
        log(`Postgres (pid ${pid}) did not end within ${patienceMs / 1000} s of ${signal}.`)
      }
      throw new Error(`Postgres (pid ${pid}) does not end, even when killed.`)
    },
  }
}

/**
 * Ends the Postgres that a killed Tweeter left running on this cluster, and removes what says that one runs. Only for
 * the holder of the data directory.
 */
export async function endLeftovers(cluster: string, log: (line: string) => void): Promise<void> {
  const left = postgresIn(cluster)
  const server = pidInPostmasterFile(cluster) ?? 0
  if (left.length > 0) {
    log(
      `Postgres (pid ${left.includes(server) ? server : left.join(', ')}) outlived a Tweeter that was killed: ending it.`,
    )
    // Without its server a child would go on with its statement to the end, and block the next start until then.
    const gone =
      (left.includes(server) && (await endPostgres(cluster, [server], 'SIGINT', 10_000))) ||
      (await endPostgres(cluster, postgresIn(cluster), 'SIGQUIT', 5_000)) ||
      (await endPostgres(cluster, postgresIn(cluster), 'SIGKILL', 5_000))
    if (!gone) throw new Error(`Postgres (pid ${postgresIn(cluster).join(', ')}) does not end, even when killed.`)
  }
  // Postgres would take any process of its user that has the old pid by now for a living server, and refuse to start.
  for (const file of ['postmaster.pid', '.s.PGSQL.5432.lock']) fs.rmSync(join(cluster, file), { force: true })
}

/** The server writes its state into line 8 of its pid file, and it is our child's when line 1 says so. */
function isReady(cluster: string, pid: number | undefined): boolean {
  const lines = (readOrNull(join(cluster, 'postmaster.pid')) ?? '').split('\n')
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready'
}

/** Opens the log to append, and starts a new one when it has grown too long (the last one is kept as `.1`). */
function openLog(path: string): { fd: number; from: number } {
  if ((fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) fs.renameSync(path, `${path}.1`)
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = fs.constants
  const fd = fs.openSync(path, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600)
  return { fd, from: fs.fstatSync(fd).size }
}

/** What was logged since byte `from`, at most the last 8 kB of it. */
function tailOf(path: string, from: number): string {
  if (!fs.existsSync(path)) return '(the log is gone)'
  const fd = fs.openSync(path, 'r')
  try {
    const end = fs.fstatSync(fd).size
    const start = Math.max(from, end - 8_192)
    const buffer = Buffer.alloc(Math.max(end - start, 0))
    fs.readSync(fd, buffer, 0, buffer.length, start)
    return buffer.toString('utf8')
  } finally {
    fs.closeSync(fd)
  }
}

// The Postgres inside: a real PostgreSQL as a child process, on a Unix socket in the data directory.
import * as fs from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { findBinaries, reachable } from './binaries.ts'
import { inspectCluster, makeCluster } from './cluster.ts'
import { type Hold, holdData } from './holder.ts'
import { chooseRunAs } from './owner.ts'
import { endLeftovers, type Postmaster, startPostmaster } from './postmaster.ts'
import { codeOf, readOrNull, signalTo } from './processes.ts'
import { serverArguments } from './settings.ts'
import { removeLink, type SocketDir, shortSocketDir } from './socket.ts'

export { type Holder, whoHolds } from './holder.ts'

export interface EmbeddedPostgres {
  /** directory holding the socket `.s.PGSQL.5432`, short enough for a client to connect to */
  socketDir: string
  user: 'tweeter'
  database: 'tweeter'
  pid: number
  /** fast shutdown, then the data directory is free; the same promise however often it is called */
  stop(): Promise<void>
  /** resolves when Postgres ended without being asked, with a reason */
  died: Promise<string>
}

export interface EmbeddedOptions {
  /** Tweeter's data directory; the cluster lives in `<dataDir>/postgres`, and its socket in there */
  dataDir: string
  log: (line: string) => void
  /** extra settings by Postgres's names, such as `{ fsync: 'off' }` in tests */
  settings?: Record<string, string>
  /** what holds the data, for whoever finds it in use, such as "tweeter start, http://localhost:3000" */
  label?: string
}

/**
 * Starts the Postgres of a data directory, which is made on the first start, and waits until it takes connections.
 * As root Postgres runs as an ordinary user (see chooseRunAs), on Linux.
 * @throws an Error whose message says what to do: the data is held by another Tweeter, the cluster is of another major
 *   version or not one, this machine has no Postgres package, or Postgres failed (with the last lines of its log)
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { label = 'tweeter' } = options
  const packaged = findBinaries()
  const dataDir = openDataDir(options.dataDir)
  let hold: Hold | undefined
  try {
    hold = await holdData(dataDir, label)
    return await startHeld({ ...options, dataDir }, packaged, hold)
  } catch (error) {
    hold?.release()
    if (codeOf(error) === 'ENOSPC')
      throw new Error(`The disk that holds ${dataDir} is full: make room and start again.`)
    throw error
  }
}

async function startHeld(
  { dataDir, log, settings = {} }: EmbeddedOptions,
  packaged: ReturnType<typeof findBinaries>,
  hold: Hold,
): Promise<EmbeddedPostgres> {
  const cluster = join(dataDir, 'postgres')
  const owner = inspectCluster(cluster, packaged.major)
  const runAs = chooseRunAs({
    uid: process.getuid?.() ?? -1,
    platform: process.platform,
    owner,
    passwd: readOrNull('/etc/passwd') ?? '',
    cluster,
  })
  const binaries = reachable(packaged, runAs)
  if (hold.replaced?.socketDir) removeLink(hold.replaced.socketDir, cluster)
  if (owner) {
    await endLeftovers(cluster, log)
  } else {
    log(`Making a new database in ${cluster}.`)
    await makeCluster({ dataDir, binaries, runAs, durable: settings.fsync !== 'off' })
  }
  const socket = shortSocketDir(cluster)
  try {
    hold.tellSocket(socket.path)
    const server = await startPostmaster({
      cluster,
      program: join(binaries.native, 'bin/postgres'),
      args: serverArguments(settings),
      runAs,
      logFile: join(dataDir, 'postgres.log'),
      log,
    })
    return attend(server, socket, hold)
  } catch (error) {
    socket.remove()
    throw error
  }
}

/** What the caller holds of a running server. */
function attend(server: Postmaster, socket: SocketDir, hold: Hold): EmbeddedPostgres {
  // When this process leaves without a stop(), after an uncaught error for example, Postgres still ends in order.
  const leave = () => signalTo(server.pid, 'SIGINT')
  process.once('exit', leave)

  let stopping: Promise<void> | undefined
  const died = new Promise<string>((resolve) => {
    void server.ended.then((reason) => {
      process.off('exit', leave)
      if (!stopping) resolve(`Postgres (pid ${server.pid}) ended by itself: ${reason}`)
    })
  })
  const stop = async () => {
    await server.stop()
    socket.remove()
    hold.release()
  }
  return {
    socketDir: socket.path,
    user: 'tweeter',
    database: 'tweeter',
    pid: server.pid,
    died,
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}

/** The real path of the data directory, which is made when it is not there, for its owner alone. */
function openDataDir(path: string): string {
  try {
    makeFolder(resolve(path))
    const real = fs.realpathSync(resolve(path))
    fs.accessSync(real, fs.constants.W_OK | fs.constants.X_OK)
    return real
  } catch (error) {
    const why = {
      EACCES: 'no permission',
      EROFS: 'a read-only disk',
      EEXIST: 'a file of that name',
      ENOENT: 'no folder can be made there',
    }[codeOf(error)]
    throw new Error(`Tweeter cannot use ${path} for its data: ${why ?? (error as Error).message}.`)
  }
}

/** One by one: Node's own `recursive` never ends where the system refuses with ENOENT, as /proc does. */
function makeFolder(path: string): void {
  try {
    fs.mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
    if (codeOf(error) !== 'ENOENT' || fs.existsSync(dirname(path))) throw error
    makeFolder(dirname(path))
    fs.mkdirSync(path, { mode: 0o700 })
  }
}

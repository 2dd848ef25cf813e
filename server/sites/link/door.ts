/**
 * The other site's Postgres as a Unix socket of this machine: what our Postgres's subscriptions and our own pool connect
 * to. Whoever connects is bridged over the link.
 *
 * The folder must be one that Postgres can reach, short enough for a socket's address (104 bytes on macOS), the same
 * after a restart (it stands in the subscriptions), and closed to everybody else. When Postgres runs as another user
 * than we (we are root), that is a folder of root's in the temporary one, which nobody else can put anything into.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from '../../app.ts'
import { messageOf } from '../../kit/index.ts'
import { stateOf } from '../state.ts'
import { bridge } from './bridge.ts'
import { dial } from './dial.ts'
import { openGuardedDoor } from './guarded-door.ts'
import { identityOf, siteFolder } from './identity.ts'
import { linkOf, otherTarget } from './link.ts'

const SOCKET = '.s.PGSQL.5432'
const LONGEST_BYTES = 100

interface Owner {
  readonly uid: number
  readonly gid: number
}

/** Whom the embedded Postgres runs as, when not as we do. */
function postgresUser(app: App): Owner | null {
  const { path } = app.db.pool.options as { path?: string | boolean }
  if (typeof path !== 'string' || app.config.database.url !== null) return null
  const { uid, gid } = statSync(path)
  return uid === process.getuid?.() ? null : { uid, gid }
}

/** The server's, which stands in the subscriptions. */
export function doorFolder(app: App): string {
  const inData = join(siteFolder(app.config.dataDir), 'door')
  if (postgresUser(app) === null && Buffer.byteLength(join(inData, SOCKET)) <= LONGEST_BYTES) return inData
  const name = createHash('sha256').update(app.config.dataDir).digest('hex').slice(0, 16)
  return join(temporary(), `tweeter-door-${name}`)
}

const temporary = () => (Buffer.byteLength(tmpdir()) < 50 ? tmpdir() : '/tmp')

/** This process's own: a command beside a server has one for itself. */
export function ownDoorFolder(app: App): string {
  const link = linkOf(app)
  if (link.serving) return doorFolder(app)
  link.privateDoor ??= mkdtempSync(join(temporary(), 'tweeter-door-'))
  return link.privateDoor
}

/**
 * Opens it, or finds it open.
 *
 * @throws an Error for people when the folder is somebody else's.
 */
export function openDoor(app: App): Promise<void> {
  const link = linkOf(app)
  link.doorOpening ??= makeDoor(app).catch((error) => {
    link.doorOpening = null
    throw error
  })
  return link.doorOpening
}

/** For a server, now and then: what somebody cleaned away is made again, and what could not be opened is tried again. */
export async function keepDoor(app: App): Promise<void> {
  const link = linkOf(app)
  if (link.stopped) return
  if (link.closeDoor && !existsSync(join(ownDoorFolder(app), SOCKET))) await closeDoor(app)
  await openDoor(app)
}

export async function closeDoor(app: App): Promise<void> {
  const link = linkOf(app)
  await link.doorOpening?.catch(() => {})
  const { closeDoor, guardedDoor } = link
  link.closeDoor = null
  link.guardedDoor = null
  link.doorOpening = null
  await closeDoor?.()
  await guardedDoor?.close()
}

async function makeDoor(app: App): Promise<void> {
  const link = linkOf(app)
  const folder = ownDoorFolder(app)
  const file = join(folder, SOCKET)
  const owner = postgresUser(app)
  prepare(folder, owner)
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    void pass(app, socket)
  })
  server.on('error', (error) => app.log.error({ error }, `The way to the other database: ${messageOf(error)}`))
  if (!link.closeDoor) {
    // What another process left, or a command that is about to end: this one stays.
    rmSync(file, { force: true })
    server.listen(file)
    await once(server, 'listening')
    chmodSync(file, 0o600)
    if (owner) chownSync(file, owner.uid, owner.gid)
    link.closeDoor = async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
      if (link.privateDoor) rmSync(link.privateDoor, { recursive: true, force: true })
      link.privateDoor = null
    }
  }
  if (link.serving && !link.guardedDoor && needsGuardedDoor(app)) await openForOwnPostgres(app)
}

function prepare(folder: string, owner: Owner | null): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${folder} belongs to somebody else: remove it, as the way to the other database opens there.`)
  }
  // Another user's Postgres must get through to its socket, which is for it alone.
  chmodSync(folder, owner ? 0o711 : 0o700)
}

/** For a PostgreSQL of one's own, when the other site's is the embedded one. */
export const needsGuardedDoor = (app: App): boolean =>
  app.config.database.url !== null && stateOf(app).other !== null && stateOf(app).other?.databaseUrl === null

async function openForOwnPostgres(app: App): Promise<void> {
  const link = linkOf(app)
  link.guardedDoor = await openGuardedDoor(app, app.config.siteDoor, link.doorPassword, (socket, startup) => {
    void pass(app, socket, startup)
  })
}

/**
 * While the other site is known to be away, whoever comes is told so at once.
 *
 * @param first what they said already.
 */
async function pass(app: App, socket: Socket, first?: Buffer): Promise<void> {
  socket.on('error', () => {})
  const { reachable, since } = stateOf(app)
  if (!reachable && since !== null) return void socket.destroy()
  socket.pause()
  try {
    const far = await dial(otherTarget(app), identityOf(app), 'tweeter-postgres')
    if (socket.destroyed) return void far.destroy()
    if (first) far.write(first)
    bridge(app, socket, far)
  } catch (error) {
    app.log.debug({ error }, `The other database cannot be reached: ${messageOf(error)}`)
    socket.destroy()
  }
}

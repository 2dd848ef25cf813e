/** The other site's database, as a pool of ours and as what a subscription connects to. */
import type { App } from '../../app.ts'
import { messageOf } from '../../kit/index.ts'
import { connect, type Database } from '../../storage/index.ts'
import { stateOf } from '../state.ts'
import { addressOf } from './address.ts'
import { doorFolder, needsGuardedDoor, openDoor, ownDoorFolder } from './door.ts'
import { linkOf } from './link.ts'

/** Both sites' embedded Postgres has these names. */
const EMBEDDED = { user: 'tweeter', database: 'tweeter' }
const CONNECTIONS = 6

/**
 * A pool of connections to the other site's Postgres; opened when it is first asked for. While the other site is away
 * its statements fail (look at `stateOf(app).reachable` before); when it is back they go again. The same one as long as
 * the other site is the same.
 *
 * @throws an Error for people when there is no other site.
 */
export function otherDatabase(app: App): Database {
  const link = linkOf(app)
  const { other } = stateOf(app)
  if (!other) throw new Error('This network has one site only; `tweeter site join` makes another.')
  const url = other.databaseUrl
  const socketDir = url === null ? ownDoorFolder(app) : ''
  const of = url ?? socketDir
  if (link.pool?.of !== of) {
    void link.pool?.db.close()
    // A first connection may be a moment too early, and is made again.
    if (url === null) openDoor(app).catch((error) => app.log.error({ error }, messageOf(error)))
    const at = url === null ? { socketDir, ...EMBEDDED } : { url }
    link.pool = { of, db: connect({ ...at, connections: CONNECTIONS }) }
  }
  return link.pool.db
}

/**
 * What stands after `connection` when a subscription to the other site is made. It may change when this site's data
 * folder moves, so it is compared at every start.
 *
 * @throws an Error for people when there is no other site.
 */
export function conninfoOfOther(app: App): string {
  const { other } = stateOf(app)
  if (!other) throw new Error('This network has one site only; `tweeter site join` makes another.')
  if (other.databaseUrl !== null) return other.databaseUrl
  if (needsGuardedDoor(app)) {
    const { host, port } = addressOf(app.config.siteDoor, 'TWEETER_SITE_DOOR')
    const { user, database } = EMBEDDED
    const { doorPassword } = linkOf(app)
    // What is said goes over the link, which encrypts it; the door itself speaks no TLS.
    return `host=${host} port=${port} dbname=${database} user=${user} password=${doorPassword} sslmode=disable gssencmode=disable`
  }
  const folder = doorFolder(app).replaceAll(/[\\']/g, '\\$&')
  return `host='${folder}' port=5432 dbname=${EMBEDDED.database} user=${EMBEDDED.user}`
}

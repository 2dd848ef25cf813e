/** `site init`: this site listens, and gives out a code with which another may join. */
import { createHash, randomBytes } from 'node:crypto'
import type { App } from '../../app.ts'
import { transact } from '../../storage/index.ts'
import { addressOf } from './address.ts'
import { identityOf } from './identity.ts'
import { refreshState } from './look.ts'
import { keepLink, nameSite, openInvitation, ownSecret, tellServers } from './queries.ts'
import { seal } from './seal.ts'

export interface SiteWish {
  /** A word for people, such as where it stands. */
  readonly name: string
  /** host:port to listen on. */
  readonly listen: string
  /** host:port under which the other site reaches that. */
  readonly address: string
  /** How the other site reaches this one's Postgres, when that is not the embedded one. */
  readonly databaseUrl: string | null
}

/** What an invitation code says. */
export interface Invitation {
  readonly address: string
  readonly fingerprint: string
  readonly secret: string
}

/**
 * Names this site, lets a running server listen, and makes an invitation for one other site, for an hour; an older one
 * is void.
 *
 * @returns the invitation code. It holds a secret: whoever has it can become the other site.
 * @throws an Error for people when a name or an address is none.
 */
export async function initSite(app: App, wish: SiteWish): Promise<string> {
  checkWish(app, wish)
  const { fingerprint } = identityOf(app)
  const secret = randomBytes(32).toString('base64url')
  await transact(app.db, async (tx) => {
    await nameSite(tx, wish.name)
    await keepLink(tx, wish.listen, wish.address, wish.databaseUrl && seal(wish.databaseUrl, await ownSecret(tx)))
    await openInvitation(tx, hashOf(secret))
    await tellServers(tx)
  })
  await refreshState(app)
  return Buffer.from(JSON.stringify({ address: wish.address, fingerprint, secret })).toString('base64url')
}

/** @throws an Error for people. */
export function readInvitation(code: string): Invitation {
  try {
    const said = JSON.parse(Buffer.from(code.trim(), 'base64url').toString()) as Partial<Invitation>
    const { address, fingerprint, secret } = said
    if (address && /^[\w-]{43}$/.test(fingerprint ?? '') && /^[\w-]{43}$/.test(secret ?? '')) {
      return { address, fingerprint: fingerprint!, secret: secret! }
    }
  } catch {
    // Said below.
  }
  throw new Error('That is no invitation code: take the whole line that `tweeter site init` printed at the other site.')
}

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** @throws an Error for people. */
export function checkWish(app: App, wish: SiteWish): void {
  if (!/^[a-z0-9][a-z0-9-]{0,29}$/.test(wish.name)) {
    throw new Error(`A site's name is up to 30 small letters, digits and hyphens, as "berlin", not "${wish.name}".`)
  }
  addressOf(wish.listen, 'What the link listens on')
  const { host, port } = addressOf(wish.address, 'The address of this site')
  if (port === 0 || host === '0.0.0.0' || host === '::') {
    throw new Error(`The other site cannot reach ${wish.address}: give its real host and port with --address.`)
  }
  if (app.config.database.url !== null && wish.databaseUrl === null) {
    throw new Error(
      'This site uses a PostgreSQL of your own (DATABASE_URL): say with --database-url how the other site reaches it, ' +
        'with TLS (sslmode=verify-full).',
    )
  }
  if (app.config.database.url === null && wish.databaseUrl !== null) {
    throw new Error('This site carries its own PostgreSQL, which is reached over the link: leave --database-url out.')
  }
}

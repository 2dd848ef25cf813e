import type { Database, Read, Tx } from '../../storage/index.ts'
import type { Here, Other } from '../state.ts'

/** The row of tweeter.site_link. */
export interface LinkRow {
  readonly listen: string
  readonly address: string
  readonly sealedUrl: string | null
  /** SHA-256 of the secret. */
  readonly invitationHash: Buffer | null
  /** It is not too old. */
  readonly invited: boolean
}

export const readLink = async (db: Read): Promise<LinkRow | null> =>
  (
    await db<LinkRow>`
    select listen, address, database_url as "sealedUrl", invitation_hash as "invitationHash", coalesce(invitation_until > tweeter.wall_clock(), false) as invited
      from tweeter.site_link`
  )[0] ?? null

/** By the machine's clock, in ms since 1970, and the name of the newest migration: looked at twice a second. */
export const lookAround = async (db: Read): Promise<{ wallMs: number; schema: string }> =>
  (
    await db<{ wallMs: number; schema: string }>`
    select extract(epoch from tweeter.wall_clock())::float8 * 1000 as "wallMs",
           (select max(name) from tweeter.migrations) as schema`
  )[0]!

/** @returns the whole correction, in ms. */
export const correctClock = async (tx: Tx, byMs: number): Promise<number> =>
  (
    await tx<{ ms: number }>`
    update tweeter.here set clock_correction = clock_correction + make_interval(secs => ${byMs / 1000}::float8)
    returning extract(epoch from clock_correction)::float8 * 1000 as ms`
  )[0]!.ms

export const nameSite = (tx: Tx, name: string) => tx`update tweeter.here set name = ${name}`

/** @param sealedUrl where the other site reaches our Postgres, if not through the link. */
export const keepLink = (tx: Tx, listen: string, address: string, sealedUrl: string | null) => tx`
  insert into tweeter.site_link (listen, address, database_url) values (${listen}, ${address}, ${sealedUrl})
  on conflict (only_row) do update set
    listen = excluded.listen, address = excluded.address, database_url = excluded.database_url`

export const openInvitation = (tx: Tx, hash: Buffer) => tx`
  update tweeter.site_link set invitation_hash = ${hash}, invitation_until = tweeter.wall_clock() + interval '1 hour'`

export const closeInvitation = (tx: Tx) =>
  tx`update tweeter.site_link set invitation_hash = null, invitation_until = null`

/** One handshake at a time. */
export const lockSites = (tx: Tx) => tx`lock table tweeter.sites in exclusive mode`

export type KeptOther = Pick<Other, 'number' | 'name' | 'address' | 'certificate'> & {
  readonly sealedUrl: string | null
}

export const keepOther = (tx: Tx, other: KeptOther) => tx`
  insert into tweeter.sites (number, name, address, certificate, database_url)
  values (${other.number}, ${other.name}, ${other.address}, ${other.certificate}, ${other.sealedUrl})
  on conflict (number) do update set
    name = excluded.name, address = excluded.address, certificate = excluded.certificate,
    database_url = excluded.database_url`

export const moveOther = (tx: Tx, number: number, name: string, address: string) =>
  tx`update tweeter.sites set name = ${name}, address = ${address} where number = ${number}`

/** What a joining site takes over from the first. */
export interface TakenOver {
  readonly site: number
  readonly secret: string
  readonly epoch: number
  readonly home: number
  readonly mode: Here['mode']
}

/** A later term that this site knows of stays: it may be its own. */
export const takeOver = (tx: Tx, taken: TakenOver) => tx`
  update tweeter.here
     set site = ${taken.site}, secret = ${taken.secret},
         epoch = greatest(epoch, ${taken.epoch}),
         home = case when epoch > 0 and epoch >= ${taken.epoch} then home else ${taken.home} end,
         mode = case when epoch > 0 and epoch >= ${taken.epoch} then mode else ${taken.mode} end`

export const ownSecret = async (db: Read): Promise<string> =>
  (await db<{ secret: string }>`select secret from tweeter.here`)[0]!.secret

export const migrationNames = async (db: Read): Promise<string[]> =>
  (await db<{ name: string }>`select name from tweeter.migrations order by name`).map((row) => row.name)

const CHANNEL = 'tweeter_site'

/** Running servers look at once what was changed of the two sites. */
export const tellServers = (tx: Tx) => tx`select pg_notify(${CHANNEL}, '')`

/** Also called once at the beginning, and whenever the connection had to be made anew. */
export const hearCommands = (db: Database, run: () => void) => db.pool.listen(CHANNEL, run, run)

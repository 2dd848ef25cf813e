import type { Read } from '../storage/index.ts'
import type { Here, Other } from './state.ts'

export const readHere = async (db: Read): Promise<Here> =>
  (
    await db<Here>`
    select site, name, epoch, home, mode, extract(epoch from clock_correction)::float8 * 1000 as "correctionMs"
      from tweeter.here`
  )[0]!

/** With `databaseUrl` as it is stored: sealed. */
export const readOther = async (db: Read): Promise<Other | null> =>
  (
    await db<Other>`
    select number, name, address, certificate, database_url as "databaseUrl", state, joined_at as "joinedAt"
      from tweeter.sites`
  )[0] ?? null

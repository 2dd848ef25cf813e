import type { Tx } from '../storage/index.ts'
import { insertApp } from './queries.ts'
import { hashOf, newSecret } from './tokens.ts'

export interface NewApp {
  readonly name: string
  readonly website: string | null
  readonly redirectUris: readonly string[]
  readonly scopes: readonly string[]
}

/** Registers an app; its secret's text is here once and never again. */
export async function createApp(
  tx: Tx,
  wanted: NewApp,
): Promise<{ id: number; clientId: string; clientSecret: string }> {
  const clientId = newSecret()
  const clientSecret = newSecret()
  const rows = await insertApp(tx, {
    client_id: clientId,
    secret_hash: hashOf(clientSecret),
    name: wanted.name,
    website: wanted.website,
    redirect_uris: [...wanted.redirectUris],
    scopes: [...wanted.scopes],
  })
  return { id: rows[0]!.id, clientId, clientSecret }
}

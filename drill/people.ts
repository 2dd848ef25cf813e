/** Who takes part: made in the first site's database before anything runs, so that joining has something to copy. */
import { createAccount } from '../server/accounts/index.ts'
import { readConfig } from '../server/config/index.ts'
import { createApp, issueToken } from '../server/oauth/index.ts'
import { openApp } from '../server/server.ts'
import { type Tx, transact } from '../server/storage/index.ts'

/** Who posts and reacts; each has a client at both sites. */
export const actors = ['ada', 'ben', 'cyd', 'dan'] as const
/** Whom they follow and unfollow, and whom they block and unblock: others, because a block ends a follow. */
export const followed = ['eve', 'fay', 'gus'] as const
export const blocked = ['hal', 'ivy', 'joe'] as const
/** Follows all actors for good, and looks at both sites. */
export const reader = 'kim'

const SCOPES = ['read', 'write', 'follow']

export interface Person {
  readonly id: string
  readonly token: string
}

export interface People {
  readonly by: ReadonlyMap<string, Person>
  /** Tokens that nobody uses, to be signed out. */
  readonly spare: readonly string[]
  readonly client: { readonly id: string; readonly secret: string }
  /** A token without a person, by which apps sign people up. */
  readonly appToken: string
}

const silent = () => {}
const quiet = { debug: silent, info: silent, warn: silent, error: silent }

/** @param env of the first site, which must not run. */
export async function settle(env: Readonly<Record<string, string>>, spares: number): Promise<People> {
  const opened = await openApp(readConfig({ ...env }), { log: quiet, label: 'tweeter site drill' })
  try {
    return await transact(opened.app.db, (tx) => makePeople(tx, spares))
  } finally {
    await opened.close()
  }
}

async function makePeople(tx: Tx, spares: number): Promise<People> {
  const client = await createApp(tx, {
    name: 'drill',
    website: null,
    redirectUris: ['urn:ietf:wg:oauth:2.0:oob'],
    scopes: SCOPES,
  })
  const tokenOf = async (accountId: number | null) =>
    (await issueToken(tx, { appId: client.id, accountId, scopes: SCOPES })).token
  const by = new Map<string, Person>()
  for (const username of [...actors, ...followed, ...blocked, reader]) {
    const { id } = await createAccount(tx, { username, confirmed: true, approved: true, now: new Date() })
    by.set(username, { id: String(id), token: await tokenOf(id) })
  }
  const spare: string[] = []
  for (let made = 0; made < spares; made++) spare.push(await tokenOf(Number(by.get(reader)!.id)))
  return {
    by,
    spare,
    client: { id: client.clientId, secret: client.clientSecret },
    appToken: await tokenOf(null),
  }
}

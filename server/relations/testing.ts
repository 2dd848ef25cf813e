/** What the tests of this module share. */
import type { Reply, World } from '../../testing/world.ts'
import { othersWrote, pulse } from '../signals/index.ts'

export interface Who {
  readonly id: string
  readonly token: string
}

export type Verb = 'follow' | 'unfollow' | 'remove_from_followers' | 'block' | 'unblock' | 'mute' | 'unmute'

export const verbs =
  (world: World) =>
  (who: Who, verb: Verb, whom: Who, body?: object): Promise<Reply> =>
    world.call('POST', `/api/v1/accounts/${whom.id}/${verb}`, { token: who.token, ...(body ? { body } : {}) })

/** How `who` stands to `whom`: a Relationship. */
export const standing = async (world: World, who: Who, whom: Who) =>
  (await world.call('GET', `/api/v1/accounts/relationships?id[]=${whom.id}`, { token: who.token })).json[0]

interface Columns {
  readonly locked?: boolean
  readonly hide_collections?: boolean
  readonly suspended_at?: Date
  readonly deleted_at?: Date
}

/** Changes an account as a command beside the server does, which then tells the server to forget what it knows. */
export async function change(world: World, who: Who, columns: Columns): Promise<void> {
  const { pool } = world.app.db
  await pool`update accounts set ${pool(columns as Record<string, string>)} where id = ${who.id}`
  pulse(world.app.bus, othersWrote, {})
}

export const ids = (reply: Reply): string[] => reply.json.map((one: { id: string }) => one.id)

/** The owner themself, and who stands to them how. */
import type { Stage } from '../cast.ts'
import type { Maker, Thing } from './index.ts'

const account = async ({ owner }: Stage): Promise<Thing> => ({
  params: { id: owner.id, username: owner.username },
  sign: owner.username,
  query: `id[]=${owner.id}`,
})

const locked: Maker = async (stage) => {
  await stage.as(stage.owner, 'PATCH', '/api/v1/accounts/update_credentials', { locked: true })
  return await account(stage)
}

/** The friend stands to the owner so. */
const friendly =
  (verb: string): Maker =>
  async (stage) => {
    const { as, owner, cast } = stage
    await as(cast.friend, 'POST', `/api/v1/accounts/${owner.id}/${verb}`)
    return { params: { id: cast.friend.id, account_id: cast.friend.id }, sign: cast.friend.username }
  }

/** The owner stands to the friend so. */
const towards =
  (verb: string): Maker =>
  async ({ as, owner, cast }) => {
    await as(owner, 'POST', `/api/v1/accounts/${cast.friend.id}/${verb}`)
    return { params: { id: cast.friend.id, account_id: cast.friend.id }, sign: cast.friend.username }
  }

export const people: Record<string, Maker> = {
  'the owner': account,
  'the owner, locked': locked,
  'a request to follow': async (stage) => {
    await locked(stage)
    return await friendly('follow')(stage)
  },
  'a friend who follows': friendly('follow'),
  'a followed friend': towards('follow'),
  'a blocked friend': towards('block'),
  'a muted friend': towards('mute'),
  'an endorsed friend': async (stage) => {
    await towards('follow')(stage)
    return await towards('endorse')(stage)
  },
  'an owner who endorses a friend': async (stage) => {
    await towards('follow')(stage)
    const { sign } = await towards('endorse')(stage)
    return { params: { id: stage.owner.id }, ...(sign && { sign }) }
  },
  'a network that the owner blocks': async ({ as, owner }) => {
    const domain = `${owner.username}.example`
    await as(owner, 'POST', '/api/v1/domain_blocks', { domain })
    return { body: { domain }, sign: domain }
  },
  'an owner who hides whom they know': async (stage) => {
    const { as, owner, cast } = stage
    await as(owner, 'PATCH', '/api/v1/accounts/update_credentials', { hide_collections: true })
    await as(owner, 'POST', `/api/v1/accounts/${cast.friend.id}/follow`)
    await as(cast.friend, 'POST', `/api/v1/accounts/${owner.id}/follow`)
    return { params: { id: owner.id }, sign: cast.friend.username }
  },
  'an owner with a friend': async (stage) => {
    const { as, owner, cast } = stage
    await as(owner, 'POST', `/api/v1/accounts/${cast.friend.id}/follow`)
    await as(cast.friend, 'POST', `/api/v1/accounts/${owner.id}/follow`)
    return { params: { id: owner.id }, sign: cast.friend.username }
  },
}

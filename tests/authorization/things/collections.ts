/** Collections of the owner, and one of somebody else that the owner is in. */
import { newPerson, type Stage } from '../cast.ts'
import type { Maker } from './index.ts'
import { newSign } from './posts.ts'

async function collection({ as, owner, cast }: Stage, fields: object) {
  const sign = newSign()
  const body = { name: sign, account_ids: [cast.friend.id], ...fields }
  const made = (await as(owner, 'POST', '/api/v1/collections', body)).collection
  return { id: made.id as string, item: made.items[0]?.id as string, sign }
}

const withItem =
  (discoverable: boolean): Maker =>
  async (stage) => {
    const { id, item, sign } = await collection(stage, { discoverable })
    return { params: { id, item_id: item }, sign }
  }

const byOwner =
  (discoverable: boolean): Maker =>
  async (stage) => {
    const { sign } = await collection(stage, { discoverable })
    return { params: { id: stage.owner.id }, sign }
  }

/** A person has few collections, so each is made by somebody new. */
const ofAnother = async ({ as, owner, world }: Stage) => {
  const collector = await newPerson(world, 'collector')
  const sign = newSign()
  const made = (await as(collector, 'POST', '/api/v1/collections', { name: sign, account_ids: [owner.id] })).collection
  return { id: made.id as string, item: made.items[0].id as string, sign }
}

export const collections: Record<string, Maker> = {
  'a collection': withItem(true),
  'a collection off the profile': withItem(false),
  "an owner's collection": byOwner(true),
  "an owner's collection off the profile": byOwner(false),
  'an empty collection': async (stage) => {
    const { id } = await collection(stage, { account_ids: [] })
    return { params: { id }, body: { account_id: stage.cast.friend.id } }
  },
  'an item about the owner': async (stage) => {
    const { id, item } = await ofAnother(stage)
    return { params: { id, item_id: item } }
  },
  'the owner, in a collection': async (stage) => {
    const { sign } = await ofAnother(stage)
    return { params: { id: stage.owner.id }, sign }
  },
}

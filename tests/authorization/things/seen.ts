/** What was seen, as the reading of the request files tells of it. */
import { read } from '../../../server/analytics/testing.ts'
import type { Stage } from '../cast.ts'
import type { Maker } from './index.ts'
import { newSign, post } from './posts.ts'

const countOf =
  (fields: object | ((stage: Stage) => object)): Maker =>
  async (stage) => {
    const { params } = await post(fields)(stage)
    return { query: `id[]=${params!.id}`, sign: `"${params!.id}"` }
  }

/** The owner opened it. */
const opened: Maker = async ({ as, owner, cast, world }) => {
  const sign = newSign()
  const { id } = await as(cast.friend, 'POST', '/api/v1/statuses', { status: sign })
  await read(world, [{ by: owner.id, at: world.app.now(), opens: id }])
  const [entry] = await as(owner, 'GET', '/api/tweeter/v1/history')
  return { params: { id: entry.id }, sign }
}

export const seen: Record<string, Maker> = {
  'the views of a public post': countOf({}),
  'the views of a private post': countOf({ visibility: 'private' }),
  'the views of a direct post': countOf(({ cast }) => ({ visibility: 'direct', status: `@${cast.follower.username}` })),
  'a post that was seen': async (stage) => {
    const thing = await post()(stage)
    await read(stage.world, [{ by: stage.cast.friend.id, at: stage.world.app.now(), posts: [thing.params!.id!] }])
    return thing
  },
  'an entry of the history': opened,
}

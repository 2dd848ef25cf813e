/** People who listen while others act: nothing may come that is not for them. */
import { openSocket } from '../../server/streaming/testing.ts'
import type { World } from '../../testing/world.ts'
import type { Actor } from './cast.ts'
import { leaks } from './oracle.ts'
import type { Pool } from './pool.ts'

export interface Ear {
  /** What came since it was last asked and should not have, or null. */
  wrong(world: World, pool: Pool): Promise<string | null>
  close(): void
}

const listeners = ['ann', 'foe', 'friend', 'nell', 'mod']
const streams = ['user', 'public', 'public:local', 'hashtag', 'direct']

export async function listenAll(world: World, actors: readonly Actor[]): Promise<Ear[]> {
  const base = await world.listen()
  const listening = actors.filter((actor) => listeners.includes(actor.name) && actor.token !== null)
  return await Promise.all(listening.map((actor) => listen(base, actor)))
}

async function listen(base: string, { id, name, token }: Actor): Promise<Ear> {
  const heard: string[] = []
  const { socket, say } = await openSocket(base, { access_token: token! })
  socket.on('message', (data) => heard.push(String(data)))
  for (const stream of streams) say({ type: 'subscribe', stream, tag: 'birds' })
  return {
    wrong: async (world, pool) => {
      for (const frame of heard.splice(0)) {
        const [leak] = await leaks(world, pool, id, { url: 'a stream', headers: {}, text: frame, asked: '' })
        if (leak) return `${name}'s stream tells what is not for them: ${leak} ${frame.slice(0, 300)}`
      }
      return null
    },
    close: () => socket.terminate(),
  }
}

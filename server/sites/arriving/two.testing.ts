/** Two whole servers that replicate to each other over the link. */
import { openTwoSites, type Site, type TwoSitesOptions, until } from '../../../testing/two-sites.ts'
import type { Person } from '../../../testing/world.ts'
import { conninfoOfOther } from '../link/index.ts'
import { ensurePublications } from '../replicating/publications.ts'
import type { Ends } from '../replicating/shapes.ts'
import { ensureSubscriptions, waitUntilReplayed } from '../replicating/subscriptions.ts'
import { stateOf } from '../state.ts'

export { type Site, until } from '../../../testing/two-sites.ts'

const settings = { wal_retrieve_retry_interval: '100ms', wal_receiver_status_interval: '1s' }

export interface Replicated {
  readonly east: Site
  readonly west: Site
  cut(): Promise<void>
  mend(): Promise<void>
  /** Waits until each has what the other wrote, has heard of it, and has done what is to be done about it. */
  settle(): Promise<void>
  close(): Promise<void>
}

export async function openReplicated(options: TwoSitesOptions = {}): Promise<Replicated> {
  const two = await openTwoSites({ ...options, settings })
  const { east, west, cable } = two
  const ends = [endsOf(east, west), endsOf(west, east)] as const
  for (const { here } of ends) await ensurePublications(here.db)
  for (const one of ends) await ensureSubscriptions(one)
  const replayed = () => Promise.all(ends.map(({ here, there }) => waitUntilReplayed({ here, there })))
  const settle = async () => {
    // What comes leaves jobs, and these write again.
    for (let round = 0; round < 2; round++) {
      await replayed()
      for (const { app } of [east, west]) await heard(app.db.read)
      for (const site of [east, west]) await site.jobs()
    }
    await replayed()
    for (const { app } of [east, west]) await heard(app.db.read)
  }
  return {
    east,
    west,
    cut: async () => {
      cable.cut()
      await noticed(two, false)
    },
    mend: async () => {
      cable.mend()
      await noticed(two, true)
    },
    settle,
    close: two.close,
  }
}

/** With the link between them: the one end knows the other's database by its pool. */
function endsOf(one: Site, other: Site): Ends {
  const at = (site: Site, number: number) => ({ number, db: site.app.db })
  const number = one.name === 'east' ? 0 : 1
  return { here: at(one, number), there: at(other, 1 - number), conninfo: conninfoOfOther(one.app) }
}

async function heard(read: Site['app']['db']['read']): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    const [left] = await read<{ count: number }>`
      select count(*)::int as count from tweeter.facts where arrived is not null`
    if (left!.count === 0) return await new Promise((done) => setTimeout(done, 20))
    await new Promise((done) => setTimeout(done, 25))
  }
  throw new Error('What came was not heard within 30 s.')
}

async function noticed(two: { east: Site; west: Site }, reachable: boolean): Promise<void> {
  await until(() => [two.east, two.west].every(({ app }) => stateOf(app).reachable === reachable), 15_000)
}

/** What somebody asks of a site. */
export const at = (site: Site, person: Pick<Person, 'token'>) => ({
  get: (url: string) => site.call('GET', url, { token: person.token }),
  post: (url: string, body: object = {}) => site.call('POST', url, { token: person.token, body }),
  put: (url: string, body: object) => site.call('PUT', url, { token: person.token, body }),
  delete: (url: string) => site.call('DELETE', url, { token: person.token }),
})

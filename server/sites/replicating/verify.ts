import type { App } from '../../app.ts'
import { compareSites, completeSites } from '../comparing/compare.ts'
import type { Progress, Verdict } from '../comparing/shapes.ts'
import { refreshState } from '../link/index.ts'
import { stateOf } from '../state.ts'
import { endsOf } from './ends.ts'
import * as queries from './queries.ts'
import { namesFor } from './refresh.ts'

export interface VerifyOptions {
  /** Makes good what differs, until all is equal. */
  readonly repair: boolean
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

/**
 * Compares both sites, table by table, while they serve. A row differs when it still does after all that was under way
 * has arrived.
 *
 * @throws an Error for people when they cannot be compared now: one site only, not reached, joining, away, or resting.
 */
export async function verifySites(app: App, { repair, onProgress, signal }: VerifyOptions): Promise<Verdict[]> {
  await refreshState(app)
  const { here, other, reachable } = stateOf(app)
  if (!other) throw new Error('There is one site only; there is nothing to compare it with.')
  if (!reachable) throw new Error(`${other.name} cannot be reached.`)
  if (other.state !== 'joined') {
    throw new Error(
      `The sites are not joined (${other.state}): \`tweeter site join\` brings them together and verifies them.`,
    )
  }
  const ends = endsOf(app)
  for (const site of [ends.here, ends.there]) {
    const resting = (await queries.readSubscriptions(site.db.read, namesFor(site.number))).find((one) => !one.enabled)
    if (resting) {
      throw new Error(
        `Site ${site.number} takes nothing over now (${resting.name} rests: ${resting.pauses.join(', ') || 'by hand'}).`,
      )
    }
  }
  const options = { home: here.home, ...(onProgress && { onProgress }), ...(signal && { signal }) }
  return repair ? await completeSites(ends, options) : await compareSites(ends, { ...options, repair })
}

/** Makes the home rows of the site that is not home what they are at home; what it had beyond that is set aside. */
export async function equaliseHome(app: App, home: number): Promise<Verdict[]> {
  const ends = endsOf(app)
  return await completeSites(ends, { home, tables: await queries.tablesOf(app.db.read, 'home') })
}

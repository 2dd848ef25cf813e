/** The hands that make things go wrong, and right again. */
import { type Cable, calm } from './cable.ts'
import { otherOf, places } from './history.ts'
import type { Fault } from './schedule.ts'
import type { Site } from './site.ts'
import type { Witness } from './witness.ts'

const MENDED_WITHIN_MS = 60_000

export interface Scene {
  readonly sites: readonly [Site, Site]
  readonly cable: Cable
  readonly witness: Witness | null
}

export async function begin({ sites, cable, witness }: Scene, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case 'cut':
      return await cable.set({ ...calm, cutFrom: places })
    case 'one-way':
      return await cable.set({ ...calm, cutFrom: [fault.from] })
    case 'slow':
      return await cable.set({ ...calm, delayMs: fault.delayMs })
    case 'lossy':
      return await cable.set({ ...calm, loss: fault.loss })
    case 'drop':
      return await cable.drop()
    case 'postgres-stops':
      return sites[fault.at].stopPostgres()
    case 'postgres-killed':
      return sites[fault.at].killPostgres()
    case 'server-killed':
      return sites[fault.at].killServer()
    case 'site-dead':
      return sites[fault.at].die()
    case 'clock':
      return await sites[fault.at].turnClock(fault.seconds)
    case 'witness-away':
      return witness?.keepAway(fault.from)
  }
}

export async function end({ sites, cable, witness }: Scene, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case 'cut':
    case 'one-way':
    case 'slow':
    case 'lossy':
      return await cable.set(calm)
    case 'postgres-stops':
      return sites[fault.at].continuePostgres()
    case 'site-dead':
      return sites[fault.at].revive()
    case 'clock':
      // Back again at once: a jump as well, the other way.
      return await sites[fault.at].turnClock(0)
    case 'witness-away':
      return witness?.keepAway([])
    default:
      return
  }
}

/** Everything that may have gone wrong, right again: whatever is still there can then be read. */
export async function mend({ sites, cable, witness }: Scene): Promise<void> {
  await cable.set(calm)
  witness?.keepAway([])
  for (const site of sites) {
    site.continuePostgres()
    site.revive()
  }
  await Promise.all(sites.map((site) => site.ready(MENDED_WITHIN_MS)))
}

/** Which sites must say that they are alone while this lasts: those that live and cannot hear the other. */
export const aloneIn = (fault: Fault): readonly (0 | 1)[] => {
  if (fault.kind === 'cut' || fault.kind === 'one-way') return places
  if (fault.kind === 'site-dead') return [otherOf(fault.at)]
  return []
}

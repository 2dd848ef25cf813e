/** What the database says about the two sites, into the state of this process. */
import type { App } from '../../app.ts'
import { readHere, readOther } from '../queries.ts'
import { stateOf } from '../state.ts'
import { takeWallClock } from './clock.ts'
import { linkOf } from './link.ts'
import { lookAround, ownSecret, readLink } from './queries.ts'
import { unseal } from './seal.ts'

/** Reads this site and the other into `stateOf(app)`. */
export async function refreshState(app: App): Promise<void> {
  const state = stateOf(app)
  const { read } = app.db
  const corrections = linkOf(app).corrections
  const [here, other, link] = await Promise.all([readHere(read), readOther(read), readLink(read)])
  const sealed = other?.databaseUrl ?? null
  const databaseUrl = sealed === null ? null : unseal(sealed, await ownSecret(read))
  const before = state.other
  const isStale = corrections !== linkOf(app).corrections
  state.here = isStale ? { ...here, correctionMs: state.here.correctionMs } : here
  state.other = other && { ...other, databaseUrl }
  app.bus.toldBy = other && here.site
  if (before === null && other !== null) {
    // Until it is heard nobody knows; that it is away is said when that has lasted.
    state.reachable = false
    state.since = null
  }
  if (other === null) {
    state.reachable = true
    state.since = null
  }
  linkOf(app).row = link
}

/** Twice a second: what may have changed, the clock, and by the way whether the database answers. */
export async function look(app: App): Promise<void> {
  const link = linkOf(app)
  if (link.looking) return
  link.looking = true
  try {
    const before = performance.now()
    const [{ wallMs, schema }] = await Promise.all([lookAround(app.db.read), refreshState(app)])
    link.schema = schema
    link.databaseAnsweredMs = performance.now()
    await takeWallClock(app, wallMs, before, link.databaseAnsweredMs)
  } finally {
    link.looking = false
  }
}

/** What the database says about the two sites, into the state of this process. */
import type { App } from '../../app.ts'
import { readHere, readOther } from '../queries.ts'
import { stateOf } from '../state.ts'
import { takeWallClock } from './clock.ts'
import { doorPassword } from './guarded-door.ts'
import { linkOf } from './link.ts'
import { dropStrangers } from './listener.ts'
import { lookAround, ownSecret, readLink } from './queries.ts'
import { unseal } from './seal.ts'

/** Reads this site and the other into `stateOf(app)`. */
export async function refreshState(app: App): Promise<void> {
  const state = stateOf(app)
  const { read } = app.db
  const corrections = linkOf(app).corrections
  const [here, other, link] = await Promise.all([readHere(read), readOther(read), readLink(read)])
  const sealed = other?.databaseUrl ?? null
  // It changes only when this site joins another's network.
  const secret = other && (sealed !== null || state.other === null) ? await ownSecret(read) : ''
  const databaseUrl = sealed && unseal(sealed, secret)
  const before = state.other
  const isStale = corrections !== linkOf(app).corrections
  state.here = isStale ? { ...here, correctionMs: state.here.correctionMs } : here
  state.other = other && { ...other, databaseUrl }
  app.bus.toldBy = other && here.site
  if (before === null && other !== null) {
    // Until it is heard nobody knows; that it is away is said when that has lasted.
    state.reachable = false
    state.since = null
    linkOf(app).doorPassword = doorPassword(secret)
    linkOf(app).startedMs = performance.now()
  }
  if (other === null) {
    state.reachable = true
    state.since = null
  }
  linkOf(app).row = link
  // Whoever the other site was before is a stranger now, also on connections that are open.
  if (before !== null && before.certificate !== other?.certificate) dropStrangers(app)
}

/** Twice a second: what may have changed, the clock, and by the way whether the database answers. */
export async function look(app: App): Promise<void> {
  const link = linkOf(app)
  if (link.looking) return
  const before = performance.now()
  link.looking = true
  link.databaseLateMs ??= before
  try {
    const [{ wallMs, schema }] = await Promise.all([lookAround(app.db.read), refreshState(app)])
    link.schema = schema
    link.databaseLateMs = null
    await takeWallClock(app, wallMs, before, performance.now())
  } finally {
    link.looking = false
  }
}

/** Moving home by hand. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../app.ts'
import { messageOf } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { refreshState } from '../link/index.ts'
import { stateOf } from '../state.ts'
import { beginForced, drain, stopReplaying, takeTerm } from './actions.ts'
import { LEASE_MS } from './authority.ts'
import { isServed, type OwnTerm, readTerm, setTerm } from './queries.ts'
import { otherSite } from './reach.ts'
import { readRegister, registerKey } from './witness.ts'

export interface Move {
  /** False only looks. */
  readonly here: boolean
  /** The other site is gone for good, whatever it had alone with it: nobody asks it. */
  readonly otherIsDead: boolean
  readonly onStep?: (step: string) => void
}

const PATIENCE_MS = 30_000

/**
 * Makes this site home. The former home gives up its term first, and everything it wrote is taken over before the new
 * term begins, so nothing is lost. The servers of both sites do the rest; this waits until they have. The link must be
 * open.
 *
 * With `otherIsDead` the other site is not asked. What it wrote alone is not here then; when it comes back it learns of
 * the new term, and what it had beyond is set aside there.
 *
 * @returns what this site knows afterwards. @throws an Error for people when it cannot be done; then nothing changed, or
 * running it again goes on.
 */
export async function moveHome(app: App, { here, otherIsDead, onStep = () => {} }: Move): Promise<OwnTerm> {
  await refreshState(app)
  const own = await readTerm(app.db.read)
  const isHome = own.home === own.site
  if (!here || (isHome && own.mode !== 'fenced' && !otherIsDead)) return own
  if (own.epoch === 0) throw new Error('This network has one site: it is home.')
  if (!(await isServed(app.db.read)))
    throw new Error('Start the server of this site first: it acts as home, nobody else.')
  if (otherIsDead) return await moveAlone(app, own, onStep)
  if (isHome) return await begun(app, own.epoch)
  if (!stateOf(app).reachable) {
    throw new Error(
      'The other site, which is home, cannot be reached, so it cannot be told to stop. If it is gone for good, and only ' +
        'then, say --i-know-the-other-is-dead: what it wrote alone and did not send is lost for this site.',
    )
  }
  if (own.witnessed) await takeTermInPeace(app, own, onStep)
  else await giveUp(app, own, onStep)
  onStep('Taking over what home wrote last')
  return await begun(app, own.epoch + 1)
}

/** The other site ends its term; that it is ours now our server sees there. */
async function giveUp(app: App, own: OwnTerm, onStep: (step: string) => void): Promise<void> {
  onStep('Stopping the home that was')
  const other = otherSite(app)
  await transact(other, (tx) =>
    setTerm(tx, { epoch: own.epoch + 1, home: own.site, mode: 'alone', witnessed: own.witnessed }),
  )
  await drain(other, true)
}

/** With a witness this site asks for the term as if home were gone, but from BOTH only, so that nothing is lost. */
async function takeTermInPeace(app: App, own: OwnTerm, onStep: (step: string) => void): Promise<void> {
  const key = await registerKey(app)
  onStep('Waiting until home waits for this site')
  for (const began = performance.now(); ; await sleep(200)) {
    const reading = await witnessOf(app, key)
    if (reading.register?.both && reading.register.epoch === own.epoch) {
      onStep('Asking the witness for the term')
      const doing = { epoch: own.epoch, key, reading }
      if ((await stopReplaying(app)) && (await takeTerm(app, doing))) return
    }
    if (performance.now() - began > PATIENCE_MS) {
      throw new Error('Home does not wait for this site yet; `site status` there says what is behind. Try again.')
    }
  }
}

async function moveAlone(app: App, own: OwnTerm, onStep: (step: string) => void): Promise<OwnTerm> {
  onStep('Taking nothing over any more')
  if (!(await stopReplaying(app))) throw new Error('The replication of home rows does not stop. Try again.')
  if (app.config.witness.length === 0) {
    await beginForced(app, own.epoch + 1, 'alone')
    return await readTerm(app.db.read)
  }
  const key = await registerKey(app)
  const reading = await witnessOf(app, key)
  const epoch = Math.max(own.epoch, reading.register?.epoch ?? 0)
  const doing = { epoch, key, reading }
  onStep('Asking the witness for the term')
  if (!(await takeTerm(app, doing, LEASE_MS)))
    throw new Error('The witness knows of a newer term meanwhile. Try again.')
  return await begun(app, epoch + 1)
}

async function witnessOf(app: App, key: string) {
  try {
    return await readRegister(app.config.witness, key)
  } catch (error) {
    throw new Error(
      `The witness does not answer (${messageOf(error)}), and without it a home that still lives would not learn of ` +
        'this. To do without a witness take TWEETER_WITNESS away at both sites first.',
    )
  }
}

/** Waits for this site's server. */
async function begun(app: App, epoch: number): Promise<OwnTerm> {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; await sleep(100)) {
    const own = await readTerm(app.db.read)
    if (own.epoch >= epoch && own.home === own.site && own.mode !== 'fenced') return own
  }
  throw new Error('This site has not become home within half a minute; the log of its server says why. Try again.')
}

/** The replication of a running server: begun with it, and looked after as long as it runs. */
import type { App } from '../../app.ts'
import { messageOf, perApp } from '../../kit/index.ts'
import type { Bus } from '../../signals/index.ts'
import { met } from '../signals.ts'
import { stateOf } from '../state.ts'
import { endsOf } from './ends.ts'
import { ensurePublications } from './publications.ts'
import * as queries from './queries.ts'
import { namesFor, refreshReplication } from './refresh.ts'

const EVERY_MS = 3000

class Tending {
  timer: NodeJS.Timeout | null = null
  running: Promise<void> = Promise.resolve()
  busy = false
  /** So that what lasts is said once. */
  said = ''
}
const tendingOf = perApp((_app: App) => new Tending())

export function listenReplication(bus: Bus, app: App): void {
  bus.after(met, 'sites.replicate', () => tend(app))
}

export async function startReplication(app: App): Promise<void> {
  const tending = tendingOf(app)
  tending.timer = setInterval(() => tend(app), EVERY_MS)
  tend(app)
  // A start goes on while the other site is away.
  if (stateOf(app).other && !stateOf(app).reachable) await ensurePublications(app.db)
}

export async function stopReplication(app: App): Promise<void> {
  const tending = tendingOf(app)
  if (tending.timer) clearInterval(tending.timer)
  tending.timer = null
  await tending.running
}

function tend(app: App): void {
  const tending = tendingOf(app)
  if (tending.busy || !stateOf(app).other) return
  tending.busy = true
  tending.running = tendOnce(app)
    .catch((error) => say(app, `The replication with the other site: ${messageOf(error)}`))
    .finally(() => {
      tending.busy = false
    })
}

async function tendOnce(app: App): Promise<void> {
  const { other, here, reachable } = stateOf(app)
  if (!other || other.state === 'away') return
  if (!reachable) return await lookForLoss(app, other.number)
  const ends = endsOf(app)
  const { older, newer, away, completed } = await refreshReplication(ends, other.state, here.home)
  if (completed.length > 0) app.log.info({}, `Completed what came with an upgrade: ${completed.join(', ')}.`)
  if (away) {
    await queries.setSiteState(ends.there.db, here.site, 'away')
    await queries.setSiteState(app.db, other.number, 'away')
    return say(app, goneTooLong(other.name))
  }
  if (older && newer)
    return say(app, `Each site has migrations that the other does not know: install one version at both.`)
  if (older)
    return say(app, `${other.name} runs a newer Tweeter: what it writes waits there until this site is upgraded.`)
  tendingOf(app).said = ''
}

/** During a partition: more waits for the other site than is kept. */
async function lookForLoss(app: App, number: number): Promise<void> {
  const slots = await queries.readSlots(app.db.read, namesFor(number))
  if (!slots.some((slot) => slot.walStatus === 'lost')) return
  await queries.setSiteState(app.db, number, 'away')
  say(app, goneTooLong(stateOf(app).other!.name))
}

const goneTooLong = (name: string) =>
  `${name} was away for longer than what waited for it could be kept. Nothing is lost: run \`tweeter site join\` at ` +
  'either site, which compares both and completes each by what the other has.'

function say(app: App, message: string): void {
  const tending = tendingOf(app)
  if (tending.said === message) return
  tending.said = message
  app.log.warn({}, message)
}

/**
 * Whether this site may write home rows now: asks itself, the other site and the witness twice a second, lets `decide`
 * say what follows, and does it. Nothing is served as home before somebody else was heard.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../app.ts'
import { messageOf, perApp } from '../../kit/index.ts'
import { pulse } from '../../signals/index.ts'
import { readHere } from '../queries.ts'
import { homeChanged } from '../signals.ts'
import { stateOf } from '../state.ts'
import { becomeCertain, perform } from './actions.ts'
import { decide, type Term, type View } from './decide.ts'
import { forgetStandby, type OwnTerm, readTerm } from './queries.ts'
import { otherForAsking } from './reach.ts'
import { type Reading, readRegister, registerKey } from './witness.ts'

const TICK_MS = 400
const ASK_MS = 1000
/** As long without a word from the other site, and home does not wait for it any more. */
export const SILENCE_MS = 2500
/** As long, and somebody else asks for the term: later than home itself, which is asked first. */
const PATIENCE_MS = 4000
/** As long may a home act without having heard anybody. */
export const LEASE_MS = 6000

interface Heard<T> {
  readonly said: T
  /** When it was asked, by performance.now(): what it said was true then at the earliest. */
  readonly atMs: number
}

class Authority {
  running = false
  stopped = false
  wake: () => void = () => {}
  witness: Heard<Reading> | null = null
  /** Something was done since it was read. */
  isReadingUsed = false
  other: Heard<Term> | null = null
  readonly asking = new Set<string>()
  /** The register's key, once it was read. */
  key: string | null = null
  startedMs = performance.now()
  /** The term that was known at the start; a later one began while this process was there. */
  firstEpoch = -1
  loop: Promise<void> = Promise.resolve()
  /** What was last complained of, so that it is said once. */
  complained = ''
}

export const authorityOf = perApp((_app: App) => new Authority())

/** Begins to ask and decide; also when there is no other site yet. */
export async function startAuthority(app: App): Promise<void> {
  const authority = authorityOf(app)
  await refreshHere(app, authority)
  authority.firstEpoch = stateOf(app).here.epoch
  // What a network of two sites left behind. In a term it would turn commits that wait into plain ones.
  if (authority.firstEpoch === 0) await forgetStandby(app.db)
  if (authority.firstEpoch > 0) stateOf(app).homeUntilMs = Number.NEGATIVE_INFINITY
  authority.running = true
  authority.startedMs = performance.now()
  authority.loop = run(app, authority)
}

export async function stopAuthority(app: App): Promise<void> {
  const authority = authorityOf(app)
  authority.stopped = true
  authority.wake()
  await authority.loop
  authority.running = false
}

/** Look again now: something was heard that does not fit what is known. */
export const lookAgain = (app: App): void => authorityOf(app).wake()

async function run(app: App, authority: Authority): Promise<void> {
  while (!authority.stopped) {
    let acted = false
    try {
      acted = await step(app, authority)
      authority.complained = ''
    } catch (error) {
      const said = messageOf(error)
      if (said !== authority.complained) app.log.warn({ error }, `Who is home: ${said}`)
      authority.complained = said
    }
    if (authority.stopped) return
    const pause = new AbortController()
    authority.wake = () => pause.abort()
    await sleep(acted ? 0 : TICK_MS, undefined, { signal: pause.signal }).catch(() => {})
  }
}

/** @returns whether something was done, and is to be looked at again at once. */
async function step(app: App, authority: Authority): Promise<boolean> {
  await refreshHere(app, authority)
  if (stateOf(app).here.epoch === 0) return false
  await Promise.all([hearOther(app, authority), hearWitness(app, authority)])
  const own = await keepUp(app, await readTerm(app.db.read))
  const view = viewOf(app, authority, own)
  const until = leaseOf(authority, own.epoch)
  // Without a witness nobody takes over by themselves: who was heard once since the start may go on.
  const isCalm = !own.witnessed && (until > 0 || own.epoch > authority.firstEpoch)
  stateOf(app).homeUntilMs = isCalm ? Number.POSITIVE_INFINITY : until
  const action = decide(view)
  if (action.do === 'nothing') return false
  app.log.info({ action, view }, `Who is home: ${action.do}`)
  const reading = typeof view.witness === 'object' ? authority.witness!.said : null
  const { key } = authority
  // The register may be another one afterwards.
  authority.isReadingUsed = true
  const done = await perform(app, action, { epoch: own.epoch, key, reading })
  await refreshHere(app, authority)
  return done
}

/** Twice a second, and after what was done here. */
async function refreshHere(app: App, authority: Authority): Promise<void> {
  const state = stateOf(app)
  const before = state.here
  const here = await readHere(app.db.read)
  state.here = here
  if (authority.firstEpoch < 0) authority.firstEpoch = here.epoch
  if (here.epoch === before.epoch && here.mode === before.mode && here.home === before.home) return
  pulse(app.bus, homeChanged, { home: String(here.home), epoch: here.epoch, mode: here.mode })
}

/** Rows that waited when Postgres stopped are certain once the other site has them too. */
async function keepUp(app: App, own: OwnTerm): Promise<OwnTerm> {
  if (own.certain || own.home !== own.site || own.mode !== 'both' || !own.followed) return own
  return { ...own, certain: await becomeCertain(app, own.epoch) }
}

function viewOf(app: App, authority: Authority, own: OwnTerm): View {
  const now = performance.now()
  const fresh = <T>(heard: Heard<T> | null, withinMs: number) => heard !== null && now - heard.atMs < withinMs
  const { other, witness } = authority
  const lastMs = Math.max(other?.atMs ?? authority.startedMs, authority.startedMs)
  return {
    site: own.site,
    here: own,
    witness:
      app.config.witness.length === 0
        ? 'none'
        : fresh(witness, ASK_MS) && !authority.isReadingUsed
          ? { register: witness!.said.register }
          : 'silent',
    other: fresh(other, SILENCE_MS) ? other!.said : null,
    lease: now < leaseOf(authority, own.epoch),
    patience: now - lastMs > PATIENCE_MS,
  }
}

/** Until when, by performance.now(): whoever was heard said that the term is still this one. */
function leaseOf({ other, witness }: Authority, epoch: number): number {
  const heard = [
    other?.said.epoch === epoch ? other.atMs : Number.NEGATIVE_INFINITY,
    witness?.said.register?.epoch === epoch ? witness.atMs : Number.NEGATIVE_INFINITY,
  ]
  return Math.max(...heard) + LEASE_MS
}

async function hearOther(app: App, authority: Authority): Promise<void> {
  await hear(app, authority, 'other', async () => {
    const atMs = performance.now()
    const said = await readTerm(otherForAsking(app).read)
    authority.other = { said, atMs }
  })
}

async function hearWitness(app: App, authority: Authority): Promise<void> {
  const addresses = app.config.witness
  if (addresses.length === 0) return
  await hear(app, authority, 'witness', async () => {
    authority.key ??= await registerKey(app)
    const atMs = performance.now()
    const said = await readRegister(addresses, authority.key)
    authority.witness = { said, atMs }
    authority.isReadingUsed = false
  })
}

/** One question at a time to each; who does not answer within a second is not waited for. */
async function hear(app: App, authority: Authority, who: string, ask: () => Promise<void>): Promise<void> {
  if (authority.asking.has(who)) return
  authority.asking.add(who)
  const asked = ask()
    .catch((error) => app.log.debug({ error }, `The ${who} did not answer: ${messageOf(error)}`))
    .finally(() => authority.asking.delete(who))
  await Promise.race([asked, sleep(ASK_MS, undefined, { ref: false })])
}

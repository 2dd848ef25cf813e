/**
 * Every order of events, of a model that is as unkind as the world: each site sees what it sees when it sees it (or
 * does not), acts as much later as can be, its messages to the witness arrive at any time or never and so do the
 * answers, replication moves when it likes, processes and databases crash. That contains every cut, one-way cut, slow
 * cable and pause. The searched states are all there are with so many transactions and terms.
 */
import { type Action, decide, type Register, type View } from './decide.ts'

type Mode = 'both' | 'solo' | 'fenced' | 'alone'

export interface Site {
  epoch: number
  home: number
  mode: Mode
  equalIn: number
  replaying: boolean
  certain: boolean
  /** Home transactions that this database holds, as bits. */
  rows: number
  /** Those that were written here, in their order. */
  log: number[]
  /** How many of the other site's log this one has replayed. */
  replayed: number
  /** Those written here whose clients still wait. */
  waiting: number
  /** What it decided by what it saw, and is about to do. `fresh`: the register has not changed since. */
  intent: { action: Action; fresh: boolean } | null
  /** It asked the witness and waits for the answer. */
  asked: { action: Action; answer: boolean | null } | null
}

export interface World {
  sites: [Site, Site]
  register: Register
  /** Writes under way to the witness; those of a site that no longer waits too. */
  mails: { by: number; value: Register; fresh: boolean; awaited: boolean }[]
  acknowledged: number
  /** The next transaction. */
  next: number
}

export const begin = (): World => {
  const site = (): Site => ({
    epoch: 1,
    home: 0,
    mode: 'both',
    equalIn: 1,
    replaying: true,
    certain: true,
    rows: 0,
    log: [],
    replayed: 0,
    waiting: 0,
    intent: null,
    asked: null,
  })
  const register = { epoch: 1, home: 0, both: true }
  return { sites: [site(), site()], register, mails: [], acknowledged: 0, next: 0 }
}

export const copyOf = (world: World): World => ({
  sites: world.sites.map((site) => ({
    ...site,
    log: [...site.log],
    intent: site.intent && { ...site.intent },
    asked: site.asked && { ...site.asked },
  })) as [Site, Site],
  register: world.register,
  mails: world.mails.map((mail) => ({ ...mail })),
  acknowledged: world.acknowledged,
  next: world.next,
})

interface Sight {
  witness: boolean
  other: boolean
  lease: boolean
  followed: boolean
}

export function viewOf(world: World, n: number, sight: Sight): View {
  const site = world.sites[n]!
  const other = world.sites[1 - n]!
  return {
    site: n,
    here: { ...site, witnessed: true, stopped: !site.replaying, followed: sight.followed },
    witness: sight.witness ? { register: world.register } : 'silent',
    other: sight.other ? { ...other, witnessed: true } : null,
    lease: sight.lease,
    patience: true,
  }
}

export const faults = ['acknowledges early', 'does not fence', 'takes over from solo', 'keeps replaying'] as const
export type Fault = 'none' | (typeof faults)[number]

export function* successors(world: World, transactions: number, fault: Fault): Generator<[string, World]> {
  const copy = () => copyOf(world)
  for (const n of [0, 1]) {
    const site = world.sites[n]!
    if (site.intent === null && site.asked === null) {
      for (const [name, action] of intents(world, n, fault)) {
        const after = copy()
        after.sites[n]!.intent = { action, fresh: true }
        yield [`${n} sees ${name}, will ${action.do}`, after]
      }
    }
    if (site.intent !== null) {
      const after = copy()
      act(after, n, fault)
      yield [`${n} does ${site.intent.action.do}`, after]
    }
    yield* answers(world, n)
    if (site.replaying && site.replayed < world.sites[1 - n]!.log.length) {
      const after = copy()
      const mine = after.sites[n]!
      mine.rows |= after.sites[1 - n]!.log[mine.replayed++]!
      yield [`${n} replays`, after]
    }
    yield* clients(world, n, transactions, fault)
    if (site.waiting !== 0 || site.intent !== null || site.asked !== null || site.certain) {
      const after = copy()
      crash(after, n)
      yield [`${n} crashes`, after]
    }
  }
  for (const [at, mail] of world.mails.entries()) {
    const after = copy()
    after.mails.splice(at, 1)
    if (mail.fresh) {
      after.register = mail.value
      for (const other of after.mails) other.fresh = false
      for (const one of after.sites) if (one.intent) one.intent.fresh = false
    }
    if (mail.awaited) after.sites[mail.by]!.asked!.answer = mail.fresh
    yield [`the witness gets ${JSON.stringify(mail.value)} of ${mail.by}`, after]
  }
}

/** Whatever it may see now leads to one of these. */
function intents(world: World, n: number, fault: Fault): Map<string, Action> {
  const found = new Map<string, [string, Action]>()
  for (const bits of Array(16).keys()) {
    const sight = { witness: !!(bits & 1), other: !!(bits & 2), lease: !!(bits & 4), followed: !!(bits & 8) }
    let view = viewOf(world, n, sight)
    if (fault === 'keeps replaying') view = { ...view, here: { ...view.here, replaying: false } }
    let action = decide(view)
    const { here, witness } = view
    if (fault === 'takes over from solo' && here.home !== n && !sight.other && typeof witness === 'object') {
      if (witness.register!.home !== n && !here.replaying) action = { do: 'take-over' }
    }
    if (action.do !== 'nothing') found.set(JSON.stringify(action), [JSON.stringify(sight), action])
  }
  return new Map(found.values())
}

export function act(world: World, n: number, fault: Fault): void {
  const site = world.sites[n]!
  const { action, fresh } = site.intent!
  site.intent = null
  const ask = (value: Register) => {
    site.asked = { action, answer: null }
    world.mails.push({ by: n, value, fresh, awaited: true })
  }
  if (action.do === 'go-solo') ask({ epoch: site.epoch, home: n, both: false })
  else if (action.do === 'record-both') ask({ epoch: site.epoch, home: n, both: true })
  else if (action.do === 'take-over') ask({ epoch: site.epoch + 1, home: n, both: false })
  else if (action.do === 'fence') fence(site, fault)
  else if (action.do === 'go-both') Object.assign(site, { mode: 'both', certain: false })
  else if (action.do === 'stop-replaying') site.replaying = false
  else if (action.do === 'resume-replaying') site.replaying = true
  else if (action.do === 'begin') startTerm(site, n, action.epoch)
  else if (action.do === 'inherit') inherit(world, n, action.epoch)
  else if (action.do === 'adopt')
    Object.assign(site, { epoch: action.epoch, home: 1 - n, mode: 'solo', certain: false })
  else if (action.do === 'equalise') equalise(world, n)
  else throw new Error(`The model knows no ${action.do}.`)
}

function fence(site: Site, fault: Fault): void {
  site.mode = 'fenced'
  site.certain = false
  if (fault !== 'does not fence') site.waiting = 0
}

function startTerm(site: Site, n: number, epoch: number): void {
  Object.assign(site, { epoch, home: n, mode: 'fenced', equalIn: epoch, certain: false })
}

function inherit(world: World, n: number, epoch: number): void {
  const site = world.sites[n]!
  site.replaying = site.replayed < world.sites[1 - n]!.log.length
  if (site.replaying) return
  startTerm(site, n, epoch)
}

/** Only when the other site's subscription does not read our log just then; what it had not read it never will. */
function equalise(world: World, n: number): void {
  const site = world.sites[n]!
  const other = world.sites[1 - n]!
  if (other.replaying && other.replayed < site.log.length) return
  site.rows = other.rows
  site.replayed = other.log.length
  other.replayed = site.log.length
  site.equalIn = site.epoch
}

function* answers(world: World, n: number): Generator<[string, World]> {
  const { asked } = world.sites[n]!
  if (asked === null) return
  const lost = copyOf(world)
  lost.sites[n]!.asked = null
  for (const mail of lost.mails) if (mail.by === n) mail.awaited = false
  yield [`${n} waits no longer`, lost]
  if (asked.answer === null) return
  const after = copyOf(world)
  const site = after.sites[n]!
  site.asked = null
  if (asked.answer && asked.action.do === 'go-solo') Object.assign(site, { mode: 'solo', certain: true })
  if (asked.answer && asked.action.do === 'take-over') startTerm(site, n, site.epoch + 1)
  yield [`${n} hears ${asked.answer}`, after]
}

function* clients(world: World, n: number, transactions: number, fault: Fault): Generator<[string, World]> {
  const site = world.sites[n]!
  const mayWrite = site.home === n && (site.mode === 'both' || site.mode === 'solo')
  if (mayWrite && world.next < transactions) {
    const after = copyOf(world)
    const mine = after.sites[n]!
    const bit = 1 << after.next++
    mine.log.push(bit)
    mine.rows |= bit
    if (site.mode === 'solo') acknowledge(after, n, bit)
    else if (fault === 'acknowledges early') acknowledge(after, n, bit)
    else mine.waiting |= bit
    yield [`somebody writes ${bit} at ${n}`, after]
  }
  for (const [at, bit] of site.log.entries()) {
    if (!(site.waiting & bit) || world.sites[1 - n]!.replayed <= at) continue
    const after = copyOf(world)
    after.sites[n]!.waiting &= ~bit
    acknowledge(after, n, bit, 1 - n)
    yield [`${bit} is acknowledged at ${n}`, after]
  }
  if (site.mode === 'both' && !site.certain && world.sites[1 - n]!.replayed === site.log.length) {
    const after = copyOf(world)
    after.sites[n]!.certain = true
    yield [`${n} is certain`, after]
  }
}

/**
 * THE rule: an answer says that some site has all that was answered before, and this too. For one that waited that is
 * the site it waited for (it may hear late of it), else the one that answers. So there is one history, and nothing that
 * was acknowledged is lost.
 */
function acknowledge(world: World, n: number, bit: number, by = n): void {
  world.acknowledged |= bit
  const { rows } = world.sites[by]!
  if ((rows & world.acknowledged) !== world.acknowledged) throw new Error(`${by} lacks what was acknowledged`)
}

function crash(world: World, n: number): void {
  const site = world.sites[n]!
  Object.assign(site, { waiting: 0, intent: null, asked: null, certain: false })
  for (const mail of world.mails) if (mail.by === n) mail.awaited = false
}

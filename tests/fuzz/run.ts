/** Sends what was made up, keeps the invariants, and makes small what broke one. */
import { type Route, whoHolds } from '../../server/http/index.ts'
import { modules } from '../../server/modules.ts'
import { vapidPublicKey } from '../../server/push/index.ts'
import { openWorld, type Reply, type World } from '../../testing/world.ts'
import { type Plan, plans } from './arbitraries.ts'
import { type Actor, makeCast } from './cast.ts'
import { type Fitted, fit, type Sent, shown } from './fit.ts'
import { leaks } from './oracle.ts'
import { Pool } from './pool.ts'
import { type Ear, listenAll } from './streams.ts'

export interface Finding {
  readonly index: number
  readonly what: string
  /** The smallest request that still does it. */
  readonly request: string
  readonly at: string
}

export interface Outcome {
  readonly requests: number
  readonly findings: Finding[]
  /** How many answers there were of each status. */
  readonly statuses: Record<number, number>
  /** Routes that were never answered with success, and what they said instead. */
  readonly unreached: string[]
}

const CHUNK = 500

/** What is not asked: streams stay open (they are listened to besides), and the metrics say nothing of anybody. */
const routes: readonly Route[] = modules
  .flatMap((module) => module.routes ?? [])
  .filter(({ url }) => !/^\/api\/v1\/streaming(?!\/health)/.test(url))

interface Stage {
  readonly world: World
  readonly pool: Pool
  readonly ears: Ear[]
}

/** @param tell is told how far it is, now and then. */
export async function fuzz(seed: number, count: number, tell: (line: string) => void = () => {}): Promise<Outcome> {
  const world = await openWorld()
  try {
    // A server makes it when it starts; here whoever asks first would.
    await vapidPublicKey(world.app)
    const pool = new Pool(world.app.now)
    const cast = await makeCast(world, pool)
    const ears = await listenAll(world, cast.actors)
    world.complaints.length = 0
    const outcome = { requests: 0, findings: [] as Finding[], statuses: {} as Record<number, number> }
    const reached = new Set<Route>()
    const refusals = new Map<Route, Map<string, number>>()
    const known = new Set<string>()
    for (let done = 0; done < count; done += CHUNK) {
      const some = plans(routes, seed + done, Math.min(CHUNK, count - done))
      for (const [place, plan] of some.entries()) {
        const result = await step({ world, pool, ears }, actorOf(cast.actors, plan), plan)
        outcome.requests++
        outcome.statuses[result.status] = (outcome.statuses[result.status] ?? 0) + 1
        if (result.status < 400) reached.add(plan.route)
        else tally(refusals, plan.route, result.said)
        if (result.wrong === null) continue
        const sign = `${plan.route.at} ${result.wrong.replaceAll(/\d+/g, '')}`.slice(0, 200)
        if (known.has(sign)) continue
        known.add(sign)
        outcome.findings.push({ index: done + place, what: result.wrong, request: result.request, at: plan.route.at })
        tell(`${done + place}: ${result.wrong}\n  ${result.request}`)
      }
      await rest(world, outcome.findings, done)
      await cast.refresh()
      tell(`${outcome.requests} requests, ${outcome.findings.length} findings ${JSON.stringify(outcome.statuses)}`)
    }
    for (const ear of ears) ear.close()
    const alive = await world.call('GET', '/api/v2/instance')
    if (alive.status !== 200) outcome.findings.push({ index: count, what: 'it answers no more', request: '', at: '' })
    const unreached = routes
      .filter((route) => !reached.has(route))
      .map((route) => `${route.method.join()} ${route.url} ${mostly(refusals.get(route))}`)
    return { ...outcome, unreached }
  } finally {
    await world.close()
  }
}

function tally(refusals: Map<Route, Map<string, number>>, route: Route, said: string): void {
  const counts = refusals.get(route) ?? new Map<string, number>()
  counts.set(said, (counts.get(said) ?? 0) + 1)
  refusals.set(route, counts)
}

/** The three refusals that came most often. */
function mostly(counts = new Map<string, number>()): string {
  const first = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3)
  return first.map(([said, times]) => `${times}x ${said}`).join('; ')
}

/** Time goes by between the chunks, and what was to be done later is done. */
async function rest(world: World, findings: Finding[], done: number): Promise<void> {
  world.pass(((done / CHUNK) % 7) * 40 * 60_000)
  await world.jobs()
  for (const complaint of world.complaints.splice(0)) {
    if (isOutside(complaint)) continue
    findings.push({ index: done, what: `a job complained: ${complaint}`, request: '', at: 'jobs' })
  }
}

/** What is said of other people's machines that cannot be reached. */
const isOutside = (complaint: string): boolean => /^Could not (?:reach|fetch)/.test(complaint)

/** Mostly somebody who may: the quiet ones write nothing, and what is for moderators is asked by them half of the time. */
function actorOf(actors: readonly Actor[], { who, method, route }: Plan): Actor {
  const isFor = ({ name, onlyReads }: Actor) => {
    if (onlyReads && method !== 'GET') return false
    if (route.scope.startsWith('admin') && who % 2 === 0) return name === 'boss' || name === 'mod'
    if (route.page && who % 2 === 0) return name === 'a browser'
    return true
  }
  const able = actors.filter(isFor)
  // Those without an account of their own come first, and less often than others.
  const place = Math.floor(who / 2) % (able.length * 3)
  return able[
    place < able.length * 2 ? Math.max(place % able.length, Math.min(3, able.length - 1)) : place % able.length
  ]!
}

interface Result {
  readonly status: number
  readonly said: string
  readonly wrong: string | null
  readonly request: string
}

async function step(stage: Stage, actor: Actor, plan: Plan): Promise<Result> {
  const fitted = fit(stage.pool, actor, plan)
  const second = plan.twice ? send(stage.world, fitted.sent) : null
  const reply = await send(stage.world, fitted.sent)
  const replies = second ? [reply, await second] : [reply]
  if (!plan.twice && reply.json) stage.pool.collect(fitted.sent.url, reply.json, actor.name)
  for (const one of replies) {
    const wrong = await judge(stage, actor, plan.route, fitted.sent, one)
    if (wrong === null) continue
    const small = plan.twice ? fitted.sent : await smallest(stage, actor, plan.route, fitted, wrong)
    return {
      status: one.status,
      said: '',
      wrong,
      request: shown(actor, small) + (plan.twice ? ' (twice at once)' : ''),
    }
  }
  if (plan.method !== 'GET' && reply.status < 400) {
    for (const ear of stage.ears) {
      const heard = await ear.wrong(stage.world, stage.pool)
      if (heard) return { status: reply.status, said: '', wrong: heard, request: shown(actor, fitted.sent) }
    }
  }
  const said = `${reply.status} ${String(reply.json?.error ?? '').slice(0, 90)}`
  return { status: reply.status, said, wrong: null, request: '' }
}

async function send(world: World, { method, url, body, token, headers }: Sent): Promise<Reply> {
  const ask = { headers, ...(token ? { token } : {}), ...(body === undefined ? {} : { body }) }
  try {
    return await world.call(method, url, ask)
  } catch (error) {
    return { status: 599, headers: {}, text: `It could not be answered: ${error}`, json: null }
  }
}

/** @returns what is wrong with an answer, or null. */
async function judge(stage: Stage, actor: Actor, route: Route, sent: Sent, reply: Reply): Promise<string | null> {
  const complaints = stage.world.complaints.splice(0).filter((one) => !isOutside(one))
  if (reply.status >= 500) return `${reply.status} ${complaints.join(' | ') || reply.text.slice(0, 300)}`
  if (complaints.length > 0) return `complained: ${complaints.join(' | ')}`
  const isApi = route.reply !== undefined
  if (isApi && reply.status !== 304 && reply.json === null && reply.text !== 'null') {
    return `${reply.status} is no JSON: ${reply.headers['content-type']} ${reply.text.slice(0, 80)}`
  }
  if (isApi && reply.status >= 400 && typeof reply.json?.error !== 'string')
    return `an error without words: ${reply.text}`
  const asked = `${decodeURIComponent(sent.url.replaceAll(/%(?![0-9a-f]{2})|%[89a-f][0-9a-f]/gi, ''))} ${JSON.stringify(sent.body)}`
  const viewerId = route.page ? null : await seenAs(stage.world, actor)
  const leaked = await leaks(stage.world, stage.pool, viewerId, {
    url: sent.url,
    headers: reply.headers,
    text: reply.text,
    asked,
  })
  return leaked.length > 0 ? `tells what is not for them: ${leaked.join(', ')}` : null
}

/**
 * Whom the server takes an actor for: somebody whose account is shut is nobody. (Pages show everybody what they show to
 * nobody in particular.)
 */
async function seenAs(world: World, { id, token }: Actor): Promise<string | null> {
  if (token === null) return null
  const bearer = await world.app.bus.ask(whoHolds, token)
  return bearer && bearer.refused === null ? id : null
}

/** Leaves out one parameter after the other, as long as the same is wrong. */
async function smallest(stage: Stage, actor: Actor, route: Route, fitted: Fitted, wrong: string): Promise<Sent> {
  const kind = (text: string | null) => text?.replaceAll(/\d+/g, '').slice(0, 60)
  let { sent } = fitted
  for (const without of fitted.without) {
    const less = without(sent)
    const again = await judge(stage, actor, route, less, await send(stage.world, less))
    if (kind(again) === kind(wrong)) sent = less
  }
  return sent
}

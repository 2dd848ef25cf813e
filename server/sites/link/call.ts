/** Asking the other site. */
import { Agent, type ClientRequestArgs, type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import type { App } from '../../app.ts'
import { MOST_BYTES } from './answers.ts'
import { dial, type Target } from './dial.ts'
import { Refused, Unreachable } from './errors.ts'
import { type Identity, identityOf } from './identity.ts'
import { linkOf, otherTarget } from './link.ts'

export interface CallOptions {
  /** Until the whole answer is here; of bytes, until it begins. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** Keeps connections to one site, made by `dial`. */
class LinkAgent extends Agent {
  readonly #make: () => Promise<Duplex>

  constructor(target: Target, identity: Identity) {
    super({ keepAlive: true, maxSockets: 16 })
    this.#make = () => dial(target, identity, 'tweeter-rpc')
  }

  override createConnection(_options: ClientRequestArgs, done?: (error: Error | null, socket: Duplex) => void) {
    this.#make().then(
      (socket) => done?.(null, socket),
      (error) => done?.(error, undefined as unknown as Duplex),
    )
    return undefined
  }
}

/**
 * Asks the other site, which answers with what its `answerTo` handler returns.
 *
 * @throws Unreachable when no answer came within `timeoutMs` (5 s unless said), Refused when it answered with an error.
 */
export async function call<T>(app: App, name: string, body: unknown, options: CallOptions = {}): Promise<T> {
  const target = otherTarget(app)
  return await callAt<T>(target, agentFor(app, target), name, body, options)
}

/** Asks a site that this one does not know yet: for joining. */
export async function callOnce<T>(
  target: Target,
  identity: Identity,
  name: string,
  body: unknown,
  options: CallOptions = {},
): Promise<T> {
  const agent = new LinkAgent(target, identity)
  try {
    return await callAt<T>(target, agent, name, body, options)
  } finally {
    agent.destroy()
  }
}

/**
 * Asks for bytes, as they come. @returns null when the other site has nothing of that name.
 *
 * @throws as `call` does; the stream fails when the connection breaks.
 */
export async function callForBytes(
  app: App,
  name: string,
  body: unknown,
  options: CallOptions = {},
): Promise<IncomingMessage | null> {
  const target = otherTarget(app)
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(timedOut()), options.timeoutMs ?? 5000)
  try {
    const signal = options.signal ? AbortSignal.any([options.signal, limit.signal]) : limit.signal
    const answer = await sent(target, agentFor(app, target), name, body, signal)
    if (answer.statusCode !== 200) {
      const error = await refusalOf(answer)
      if (error.code === 'nothing') return null
      throw error
    }
    // What breaks off half-way fails the stream, and hangs it never.
    answer.setTimeout(options.timeoutMs ?? 30_000, () => answer.destroy(timedOut()))
    return answer
  } finally {
    clearTimeout(timer)
  }
}

/** Ends what is open between the sites, both ways: what hangs fails at once, and all begins anew when it can. */
export function hangUp(app: App, spare: (incoming: TLSSocket) => boolean = () => false): void {
  const link = linkOf(app)
  link.agent?.agent.destroy()
  link.agent = null
  const ended = [...link.incoming].filter((socket) => !spare(socket))
  for (const stream of [...link.bridged, ...ended]) stream.destroy()
}

function agentFor(app: App, target: Target): Agent {
  const link = linkOf(app)
  const { agent } = link
  if (agent && agent.target.address === target.address && agent.target.fingerprint === target.fingerprint) {
    return agent.agent
  }
  link.agent?.agent.destroy()
  link.agent = { target, agent: new LinkAgent(target, identityOf(app)) }
  return link.agent.agent
}

async function callAt<T>(target: Target, agent: Agent, name: string, body: unknown, options: CallOptions): Promise<T> {
  const limit = AbortSignal.timeout(options.timeoutMs ?? 5000)
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
  const answer = await sent(target, agent, name, body, signal)
  if (answer.statusCode !== 200) throw await refusalOf(answer)
  try {
    return JSON.parse((await bounded(answer)).toString()) as T
  } catch (error) {
    throw new Unreachable(target.address, error)
  }
}

function sent(
  target: Target,
  agent: Agent,
  name: string,
  body: unknown,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new Unreachable(target.address, signal.aborted ? signal.reason : error))
    // A connection under way knows no signal: the wait for it ends here all the same.
    if (signal.aborted) return fail(signal.reason as Error)
    signal.addEventListener('abort', () => fail(signal.reason as Error), { once: true })
    const text = JSON.stringify(body ?? null)
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    request({ agent, method: 'POST', path: `/${name}`, host: 'site', headers, signal })
      .on('error', fail)
      .on('response', resolve)
      .end(text)
  })
}

async function bounded(answer: IncomingMessage): Promise<Buffer> {
  if (Number(answer.headers['content-length'] ?? Number.NaN) <= MOST_BYTES) return await buffer(answer)
  answer.destroy()
  throw new Error('its answer is too long.')
}

async function refusalOf(answer: IncomingMessage): Promise<Refused> {
  const said = await bounded(answer)
    .then((text) => JSON.parse(text.toString()) as { error?: unknown; code?: string })
    .catch(() => ({}) as { error?: unknown; code?: string })
  const message = typeof said.error === 'string' ? said.error : 'The other site gave no reason.'
  return new Refused(answer.statusCode ?? 0, message, said.code)
}

const timedOut = () => Object.assign(new Error('no answer came in time.'), { code: 'ETIMEDOUT' })

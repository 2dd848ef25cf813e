/** What the other site may ask of this one: by name, each answered by one handler. */
import type { X509Certificate } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TLSSocket } from 'node:tls'
import type { App } from '../../app.ts'
import { messageOf, Problem, perApp } from '../../kit/index.ts'
import { stateOf } from '../state.ts'
import { fingerprintOf } from './certificate.ts'

export interface Caller {
  /** It showed the certificate of the other site. */
  readonly isOther: boolean
  readonly certificate: X509Certificate | null
  /** The machine it calls from. */
  readonly address: string
}

type Handler = (body: unknown, caller: Caller) => unknown
type BytesHandler = (body: unknown) => Promise<Readable | null> | Readable | null

interface Answer {
  readonly run: Handler | BytesHandler
  readonly bytes: boolean
  readonly strangers: boolean
}

const answers = perApp((_app: App) => new Map<string, Answer>())

/**
 * Answers what the other site asks with `call(app, name, body)`. What is thrown as a Problem arrives there with its
 * status, code and sentence; anything else is a fault of ours, logged here.
 *
 * @param options.strangers lets those ask who show an unknown certificate: for joining only.
 */
export function answerTo(app: App, name: string, run: Handler, options: { strangers?: boolean } = {}): void {
  add(app, name, { run, bytes: false, strangers: options.strangers ?? false })
}

/** The same for bytes, however many: `callForBytes`. Null is "there is nothing of that name". */
export function answerWithBytes(app: App, name: string, run: BytesHandler): void {
  add(app, name, { run, bytes: true, strangers: false })
}

function add(app: App, name: string, answer: Answer): void {
  if (answers(app).has(name)) throw new Error(`The question "${name}" of the other site has two answers.`)
  answers(app).set(name, answer)
}

export const MOST_BYTES = 8 * 1024 ** 2
const MOST_STRANGER_BYTES = 16 * 1024
const BODY_WITHIN_MS = 10_000

/** One request on a connection of the link. */
export async function answerRequest(app: App, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const caller = callerOf(app, request.socket as TLSSocket)
    const answer = answers(app).get((request.url ?? '').slice(1))
    if (!caller.isOther && !answer?.strangers) {
      throw new Problem(403, 'This site does not know your certificate: join with an invitation first.', {
        code: 'stranger',
      })
    }
    if (!answer || request.method !== 'POST') throw new Problem(404, 'This site cannot answer that; it may be older.')
    const body = await bodyOf(request, caller.isOther ? MOST_BYTES : MOST_STRANGER_BYTES)
    const result = await answer.run(body, caller)
    if (answer.bytes) await sendBytes(response, result as Readable | null)
    else send(response, 200, result ?? null)
  } catch (error) {
    if (response.headersSent) return void response.destroy()
    if (error instanceof Problem) return send(response, error.status, { error: error.message, code: error.code })
    app.log.error({ error }, `What the other site asked (${request.url}) failed: ${messageOf(error)}`)
    send(response, 500, { error: 'A fault of the other site; its log says more.' })
  }
}

/** Looked up at each request: who the other site is may have changed since the connection was made. */
export function callerOf(app: App, socket: TLSSocket): Caller {
  const certificate = socket.getPeerX509Certificate() ?? null
  const { other } = stateOf(app)
  const isOther = !!other && !!certificate && fingerprintOf(other.certificate) === fingerprintOf(certificate)
  return { isOther, certificate, address: socket.remoteAddress ?? '' }
}

async function bodyOf(request: IncomingMessage, most: number): Promise<unknown> {
  const timer = setTimeout(() => request.destroy(), BODY_WITHIN_MS)
  try {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of request) {
      size += chunk.length
      if (size > most) throw new Problem(413, `That is more than ${most} bytes.`)
      chunks.push(chunk)
    }
    return JSON.parse(Buffer.concat(chunks).toString() || 'null')
  } catch (error) {
    throw error instanceof SyntaxError ? new Problem(400, 'That is not JSON.') : error
  } finally {
    clearTimeout(timer)
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value)
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
  response.writeHead(status, status === 200 ? headers : { ...headers, connection: 'close' })
  response.end(text)
}

async function sendBytes(response: ServerResponse, bytes: Readable | null): Promise<void> {
  if (bytes === null) throw new Problem(404, 'The other site has nothing of that name.', { code: 'nothing' })
  response.writeHead(200, { 'content-type': 'application/octet-stream' })
  await pipeline(bytes, response)
}

import type { WebSocket } from 'ws'
import type { Bearer } from '../http/index.ts'
import { badRequest, Problem } from '../kit/index.ts'
import { type Hub, limits, type Peer } from './hub.ts'
import type { Message } from './message.ts'

/** Subscriptions and the like, between two beats; a person's app sends a handful. */
const MOST_REQUESTS = 300

/** One WebSocket: any number of streams, asked for and given up as it goes. */
export class SocketPeer implements Peer {
  readonly bearer: Bearer
  readonly token: string
  readonly network: string
  readonly #hub: Hub
  readonly #socket: WebSocket
  #isAlive = true
  #requests = 0

  constructor(hub: Hub, socket: WebSocket, who: { bearer: Bearer; token: string; network: string }) {
    this.bearer = who.bearer
    this.token = who.token
    this.network = who.network
    this.#hub = hub
    this.#socket = socket
    socket.on('message', (data) => this.#hear(String(data)))
    socket.on('pong', () => {
      this.#isAlive = true
    })
    // A frame that is too large or broken: ws closes the socket itself.
    socket.on('error', () => {})
    socket.on('close', () => hub.leave(this))
    hub.join(this)
  }

  send(stream: readonly string[], message: Message): void {
    this.#write(message.frame(stream))
  }

  beat(): void {
    this.#requests = 0
    if (!this.#isAlive) {
      this.cut()
      return
    }
    this.#isAlive = false
    this.#socket.ping()
  }

  end(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  cut(): void {
    this.#hub.leave(this)
    this.#socket.terminate()
  }

  /** A subscription asked for in the address or by a frame; what is wrong with it comes as a frame. */
  subscribe(name: string, tag: unknown): void {
    this.#tellProblems(() => this.#hub.subscribe(this, name, tag))
  }

  #hear(text: string): void {
    this.#requests++
    if (this.#requests > MOST_REQUESTS) this.cut()
    else this.#tellProblems(() => this.#obey(text))
  }

  #obey(text: string): void {
    const { type, stream, tag } = readRequest(text)
    if (type === 'subscribe') this.#hub.subscribe(this, stream, tag)
    else this.#hub.unsubscribe(this, stream, tag)
  }

  #tellProblems(work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.#write(Buffer.from(JSON.stringify({ error: error.message, status: error.status })))
    }
  }

  #write(frame: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > limits.bufferedBytes) this.cut()
    else this.#socket.send(frame, { binary: false })
  }
}

/** @throws Problem 400. */
function readRequest(text: string): { type: 'subscribe' | 'unsubscribe'; stream: string; tag: unknown } {
  let request: unknown
  try {
    request = JSON.parse(text)
  } catch {
    throw badRequest('A frame must be JSON, as in {"type":"subscribe","stream":"user"}')
  }
  const { type, stream, tag } = (request ?? {}) as Record<string, unknown>
  if ((type !== 'subscribe' && type !== 'unsubscribe') || typeof stream !== 'string') {
    throw badRequest('A frame needs a "type" (subscribe or unsubscribe) and a "stream"')
  }
  return { type, stream, tag }
}

import type { WebSocket } from 'ws'
import type { Bearer, Credential } from '../http/index.ts'
import { badRequest, Problem } from '../kit/index.ts'
import { type Hub, limits, type Peer } from './hub.ts'
import type { Message } from './message.ts'
import type { About } from './streams.ts'

/** Subscriptions and the like, between two beats; a person's app sends a handful. */
const MOST_REQUESTS = 300

/** One WebSocket: any number of streams, asked for and given up as it goes. */
export class SocketPeer implements Peer {
  readonly bearer: Bearer
  readonly credential: Credential
  readonly network: string
  readonly #hub: Hub
  readonly #socket: WebSocket
  #isAlive = true
  #requests = 0
  /** One request after the other: whether a list may be listened to takes a while to find out. */
  #turn: Promise<void> = Promise.resolve()

  constructor(hub: Hub, socket: WebSocket, who: { bearer: Bearer; credential: Credential; network: string }) {
    this.bearer = who.bearer
    this.credential = who.credential
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

  /** What is wrong with what was asked for comes as a frame. @throws what is no Problem. */
  tell(error: unknown): void {
    if (!(error instanceof Problem)) throw error
    this.#write(Buffer.from(JSON.stringify({ error: error.message, status: error.status })))
  }

  #hear(text: string): void {
    this.#requests++
    if (this.#requests > MOST_REQUESTS) this.cut()
    else this.#turn = this.#turn.then(() => this.#obey(text)).catch((error) => this.tell(error))
  }

  async #obey(text: string): Promise<void> {
    const { type, stream, ...about } = readRequest(text)
    if (type === 'subscribe') this.#hub.subscribe(this, await this.#hub.admit(this.bearer, stream, about))
    else this.#hub.unsubscribe(this, stream, about)
  }

  #write(frame: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > limits.bufferedBytes) this.cut()
    else this.#socket.send(frame, { binary: false })
  }
}

/** @throws Problem 400. */
function readRequest(text: string): About & { type: 'subscribe' | 'unsubscribe'; stream: string } {
  let request: unknown
  try {
    request = JSON.parse(text)
  } catch {
    throw badRequest('A frame must be JSON, as in {"type":"subscribe","stream":"user"}')
  }
  const { type, stream, tag, list } = (request ?? {}) as Record<string, unknown>
  if ((type !== 'subscribe' && type !== 'unsubscribe') || typeof stream !== 'string') {
    throw badRequest('A frame needs a "type" (subscribe or unsubscribe) and a "stream"')
  }
  return { type, stream, tag, list }
}

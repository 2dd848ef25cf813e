import { Readable } from 'node:stream'
import type { Bearer, Credential } from '../http/index.ts'
import { type Hub, limits, type Peer } from './hub.ts'
import type { Message } from './message.ts'

/** One answer of server-sent events (the HTML standard's text/event-stream): one stream, until it ends. */
export class EventsPeer implements Peer {
  readonly bearer: Bearer
  readonly credential: Credential
  readonly network: string
  /** The body of the answer. It is destroyed with the connection. */
  readonly body: Readable
  readonly #hub: Hub
  readonly #sent: { sentBytes: number }
  #isEnded = false

  /** @param sent counts the bytes of the body. */
  constructor(hub: Hub, who: { bearer: Bearer; credential: Credential; network: string }, sent: { sentBytes: number }) {
    this.#sent = sent
    this.bearer = who.bearer
    this.credential = who.credential
    this.network = who.network
    this.#hub = hub
    this.body = new Readable({ read: () => {} })
    this.body.on('close', () => hub.leave(this))
    // A comment, so that the headers go out at once.
    this.#write(':)\n')
    hub.join(this)
  }

  send(_stream: readonly string[], message: Message): void {
    this.#write(message.lines)
  }

  beat(): void {
    this.#write(':thump\n')
  }

  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.body.push(null)
  }

  cut(): void {
    this.#hub.leave(this)
    this.body.destroy()
  }

  #write(chunk: Buffer | string): void {
    if (this.body.destroyed || this.#isEnded) return
    if (this.body.readableLength > limits.bufferedBytes) this.cut()
    else {
      this.#sent.sentBytes += chunk.length
      this.body.push(chunk)
    }
  }
}

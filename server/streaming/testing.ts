/** Listeners for tests: a real WebSocket, and server-sent events by fetch. */
import { WebSocket } from 'ws'

export interface Heard {
  readonly stream?: string[]
  readonly event?: string
  readonly payload?: string
  readonly error?: string
  readonly status?: number
}

const PATIENCE_MS = 5000

/** What comes, in order, to be waited for one by one. */
class Inbox<T> {
  readonly #come: T[] = []
  #wake = () => {}

  put(one: T): void {
    this.#come.push(one)
    this.#wake()
  }

  /** The next one; an Error after five seconds. */
  async next(): Promise<T> {
    const until = Date.now() + PATIENCE_MS
    while (this.#come.length === 0) {
      if (Date.now() > until) throw new Error('Nothing came within five seconds.')
      await new Promise<void>((done) => {
        const timer = setTimeout(done, 100)
        this.#wake = () => {
          clearTimeout(timer)
          done()
        }
      })
    }
    return this.#come.shift()!
  }
}

export interface Listener {
  readonly socket: WebSocket
  /** The next frame. */
  next(): Promise<Heard>
  say(frame: object | string): void
  /** Resolves with the close code. */
  readonly closed: Promise<number>
}

/** @returns when the socket is open. @throws the HTTP status of the answer, as text, when it is refused. */
export async function openSocket(
  base: string,
  query: Record<string, string>,
  options: { protocol?: string; headers?: Record<string, string> } = {},
): Promise<Listener> {
  const url = `${base.replace('http', 'ws')}/api/v1/streaming?${new URLSearchParams(query)}`
  const socket = new WebSocket(url, options.protocol ? [options.protocol] : [], { headers: options.headers ?? {} })
  const inbox = new Inbox<Heard>()
  socket.on('message', (data) => inbox.put(JSON.parse(String(data))))
  const closed = new Promise<number>((done) => socket.on('close', done))
  await new Promise<void>((done, fail) => {
    socket.on('open', done)
    socket.on('error', (error) => fail(error))
    socket.on('unexpected-response', (_request, response) => fail(new Error(String(response.statusCode))))
  })
  return {
    socket,
    next: () => inbox.next(),
    say: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    closed,
  }
}

export interface EventsListener {
  /** The next event; comments are passed over. */
  next(): Promise<{ event: string; data: string }>
  /** Resolves when the server ended the answer. */
  readonly ended: Promise<void>
  close(): void
}

export async function openEvents(url: string, token: string): Promise<EventsListener> {
  const stopping = new AbortController()
  const reply = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: stopping.signal })
  if (reply.headers.get('content-type') !== 'text/event-stream')
    throw new Error(`${reply.status} ${await reply.text()}`)
  const inbox = new Inbox<{ event: string; data: string }>()
  const read = async () => {
    let text = ''
    for await (const chunk of reply.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const lines = text.slice(0, end).split('\n')
        text = text.slice(end + 2)
        const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? ''
        inbox.put({ event: field('event'), data: field('data') })
      }
    }
  }
  const ended = read().catch(() => {})
  return { next: () => inbox.next(), ended, close: () => stopping.abort() }
}

/**
 * The one WebSocket of the client (Mastodon's streaming API): any number of streams on it, opened when somebody
 * listens, and opened again after a break with a growing pause for as long as anybody does.
 */

/** An event as it came; `payload` is parsed, except that a deletion's is the bare id. */
export interface StreamEvent {
  readonly event: string
  readonly payload: unknown
}
type Listener = (events: readonly StreamEvent[]) => void
/** A stream's name with its parameter: `user`, `public:local`, `hashtag` with `{ tag }`, `list` with `{ list }`. */
export interface StreamName {
  readonly stream: string
  readonly tag?: string
  readonly list?: string
}

const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000
/** Events are handed on together, so that fifty posts a second cost a few renders. */
const BATCH_MS = 150

const keyOf = ({ stream, tag, list }: StreamName) => [stream, tag ?? list].filter(Boolean).join('\n')

class Streams {
  readonly #listeners = new Map<string, { name: StreamName; listeners: Set<Listener> }>()
  readonly #waiting = new Map<string, StreamEvent[]>()
  readonly #reconnected = new Set<() => void>()
  readonly #opened = new Set<() => void>()
  readonly #lost = new Set<() => void>()
  #socket: WebSocket | null = null
  #pauseMs = FIRST_PAUSE_MS
  #timer: ReturnType<typeof setTimeout> | null = null
  #batch: ReturnType<typeof setTimeout> | null = null
  #wasOpen = false

  /** Calls back with what comes on the stream, some events at a time. @returns ends it. */
  listen(name: StreamName, listener: Listener): () => void {
    const key = keyOf(name)
    const entry = this.#listeners.get(key) ?? { name, listeners: new Set() }
    if (!this.#listeners.has(key)) {
      this.#listeners.set(key, entry)
      this.#say('subscribe', name)
    }
    entry.listeners.add(listener)
    this.#open()
    return () => {
      entry.listeners.delete(listener)
      if (entry.listeners.size > 0 || this.#listeners.get(key) !== entry) return
      this.#listeners.delete(key)
      this.#say('unsubscribe', name)
    }
  }

  /** Calls back when the connection is there again after a break: what came meanwhile must be read. */
  onReconnect(listener: () => void): () => void {
    this.#reconnected.add(listener)
    return () => this.#reconnected.delete(listener)
  }

  /** Calls back whenever the connection is there, the first time as well: the page was written before it. */
  onOpen(listener: () => void): () => void {
    this.#opened.add(listener)
    return () => this.#opened.delete(listener)
  }

  /** Calls back when the connection ended, and at each try that failed. */
  onLost(listener: () => void): () => void {
    this.#lost.add(listener)
    return () => this.#lost.delete(listener)
  }

  /** The network is gone, which a socket notices late or never: what it still says is not waited for. */
  lose(): void {
    const socket = this.#socket
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    this.#closed()
  }

  /** Tries at once: the browser is online again, or somebody came back to the page. */
  retry(): void {
    if (this.#socket || this.#listeners.size === 0) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#pauseMs = FIRST_PAUSE_MS
    this.#open()
  }

  #open(): void {
    if (this.#socket || this.#timer) return
    const socket = new WebSocket(new URL('/api/v1/streaming', location.href.replace(/^http/, 'ws')))
    this.#socket = socket
    socket.onopen = () => {
      this.#pauseMs = FIRST_PAUSE_MS
      for (const { name } of this.#listeners.values()) this.#say('subscribe', name)
      if (this.#wasOpen) for (const listener of this.#reconnected) listener()
      this.#wasOpen = true
      for (const listener of this.#opened) listener()
    }
    socket.onmessage = ({ data }) => this.#take(String(data))
    socket.onclose = () => this.#closed()
  }

  #closed(): void {
    this.#socket = null
    if (this.#listeners.size === 0) return
    for (const listener of this.#lost) listener()
    this.#timer = setTimeout(
      () => {
        this.#timer = null
        this.#open()
      },
      this.#pauseMs * (0.5 + Math.random()),
    )
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS)
  }

  #say(type: 'subscribe' | 'unsubscribe', name: StreamName): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type, ...name }))
  }

  #take(text: string): void {
    const { stream, event, payload } = JSON.parse(text) as { stream?: string[]; event?: string; payload?: string }
    if (!stream || !event) return
    const key = stream.join('\n')
    const events = this.#waiting.get(key) ?? []
    this.#waiting.set(key, events)
    events.push({ event, payload: payload === undefined || event === 'delete' ? payload : JSON.parse(payload) })
    this.#batch ??= setTimeout(() => this.#hand(), BATCH_MS)
  }

  #hand(): void {
    this.#batch = null
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const [key, events] of waiting) {
      for (const listener of this.#listeners.get(key)?.listeners ?? []) listener(events)
    }
  }
}

export const streams = new Streams()

globalThis.addEventListener?.('offline', () => streams.lose())
globalThis.addEventListener?.('online', () => streams.retry())
globalThis.addEventListener?.('pageshow', () => streams.retry())

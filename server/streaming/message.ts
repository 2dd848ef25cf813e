/** What a stream may say: of posts, notifications, conversations, and what the operators announce. */
export type EventName = ('update' | 'status.update' | 'delete' | 'notification' | 'conversation') | AnnouncementEvent
export type AnnouncementEvent = 'announcement' | 'announcement.reaction' | 'announcement.delete'
/** What it says to one person that is neither: their filters changed; held-back notifications were let in. */
export type PersonalEvent = 'filters_changed' | 'notifications_merged'

/** One event on its way to any number of listeners; each form of it is made once, when the first one needs it. */
export class Message {
  readonly #event: EventName | PersonalEvent
  readonly #payload: string | undefined
  readonly #frames = new Map<string, Buffer>()
  #lines: Buffer | undefined

  /** @param payload JSON as text; for a deletion the bare id; undefined where there is nothing to say. */
  constructor(event: EventName | PersonalEvent, payload?: string) {
    this.#event = event
    this.#payload = payload
  }

  /** The WebSocket frame for one of the listener's streams, as in `["hashtag","cats"]`. */
  frame(stream: readonly string[]): Buffer {
    const key = stream.join(' ')
    let frame = this.#frames.get(key)
    if (!frame) {
      frame = Buffer.from(JSON.stringify({ stream, event: this.#event, payload: this.#payload }))
      this.#frames.set(key, frame)
    }
    return frame
  }

  /** The lines of a server-sent event. JSON has no line breaks, so `data` is one line. */
  get lines(): Buffer {
    this.#lines ??= Buffer.from(`event: ${this.#event}\ndata: ${this.#payload ?? ''}\n\n`)
    return this.#lines
  }
}

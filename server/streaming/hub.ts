import type { App } from '../app.ts'
import { type Bearer, type Credential, holderOf as whoHasIt } from '../http/index.ts'
import { Problem, tooMany, unavailable } from '../kit/index.ts'
import { requireList } from '../lists/index.ts'
import { watchHome } from '../timelines/index.ts'
import type { Message } from './message.ts'
import { type About, type Channel, channelOf, isList, isPersonal, listIdOf } from './streams.ts'

/** Somebody who listens, over a WebSocket or server-sent events. */
export interface Peer {
  readonly bearer: Bearer
  /** Which is looked at again while the stream is open. */
  readonly credential: Credential
  /** The network that it comes from, as rate limits count them. */
  readonly network: string
  /** Never waits. One that reads too slowly to keep up is cut off. */
  send(stream: readonly string[], message: Message): void
  /** Asks whether it is still there, and cuts it off when it did not answer the last time. */
  beat(): void
  /** Says goodbye with a close code of RFC 6455. */
  end(code: number, reason: string): void
  /** Without goodbye. */
  cut(): void
}

export const limits = {
  peers: 20_000,
  /** Enough for a household of apps, little enough that one account cannot take all. */
  peersPerAccount: 50,
  peersPerNetwork: 2000,
  channelsPerPeer: 100,
  /** What waits to be sent to one peer. */
  bufferedBytes: 1_000_000,
} as const

const BEAT_MS = 30_000
const GOODBYE_MS = 1000

/** RFC 6455, section 7.4.1. */
export const closing = { goingAway: 1001, policy: 1008, tryAgainLater: 1013 } as const

/** Who listens to what, in this process. */
export class Hub {
  readonly #app: App
  readonly #onHome: (accountId: number, postId: number) => void
  readonly #peers = new Map<Peer, Set<string>>()
  /** Channel -> listener -> the stream as that listener named it. */
  readonly #channels = new Map<string, Map<Peer, readonly string[]>>()
  readonly #homes = new Map<string, () => void>()
  /** Lists that somebody listens to. */
  readonly #lists = new Set<number>()
  readonly #counts = new Map<string, number>()
  /** Channels that are not somebody's own. */
  #publicChannels = 0
  #heart: NodeJS.Timeout | undefined
  #closed = false

  /** @param onHome hears of each post delivered to the home of somebody who listens to their `user` stream. */
  constructor(app: App, onHome: (accountId: number, postId: number) => void) {
    this.#app = app
    this.#onHome = onHome
  }

  get size(): number {
    return this.#peers.size
  }

  /** @throws Problem 429 or 503 when there is no room for one more. */
  refuseTooMany(bearer: Bearer, network: string): void {
    if (this.#closed) throw unavailable('The server is stopping.', 5)
    if (this.#peers.size >= limits.peers) throw unavailable('Too many streams are open on this server.', 60)
    if ((this.#counts.get(holderOf(bearer)) ?? 0) >= limits.peersPerAccount) {
      throw tooMany(`An account may have ${limits.peersPerAccount} streams open. Close one first.`, 60)
    }
    if ((this.#counts.get(network) ?? 0) >= limits.peersPerNetwork) {
      throw tooMany(`A network may have ${limits.peersPerNetwork} streams open. Close one first.`, 60)
    }
  }

  join(peer: Peer): void {
    this.#peers.set(peer, new Set())
    for (const key of [holderOf(peer.bearer), peer.network]) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    this.#heart ??= setInterval(() => this.beat(), BEAT_MS).unref()
  }

  /** Called by whatever ends a peer; a second time it does nothing. */
  leave(peer: Peer): void {
    const keys = this.#peers.get(peer)
    if (!keys) return
    for (const key of keys) this.#unsubscribe(peer, key)
    this.#peers.delete(peer)
    for (const key of [holderOf(peer.bearer), peer.network]) {
      const count = this.#counts.get(key)! - 1
      if (count > 0) this.#counts.set(key, count)
      else this.#counts.delete(key)
    }
    if (this.#peers.size > 0) return
    clearInterval(this.#heart)
    this.#heart = undefined
  }

  /**
   * What this bearer asks to listen to, and may.
   *
   * @throws Problem 400, 401 (see channelOf), 404 (not their list) or 503; nothing else.
   */
  async admit(bearer: Bearer, name: string, about: About): Promise<Channel> {
    const channel = channelOf(bearer, name, about)
    if (!isList(channel.key)) return channel
    try {
      await requireList(this.#app, bearer.viewer!, channel.stream[1]!)
      return channel
    } catch (error) {
      if (error instanceof Problem) throw error
      this.#app.log.warn({ error }, 'It could not be found out whether a list may be listened to')
      throw unavailable('The list could not be looked up. Try again in a moment.', 5)
    }
  }

  /** To what it was admitted to; a second time it does nothing. @throws Problem 429. */
  subscribe(peer: Peer, { key, stream }: Channel): void {
    const keys = this.#peers.get(peer)
    if (!keys || keys.has(key)) return
    if (keys.size >= limits.channelsPerPeer) {
      throw tooMany(`A socket may listen to ${limits.channelsPerPeer} streams.`, 60)
    }
    keys.add(key)
    const listeners = this.#channels.get(key)
    if (listeners) {
      listeners.set(peer, stream)
      return
    }
    this.#channels.set(key, new Map([[peer, stream]]))
    if (!isPersonal(key)) this.#publicChannels++
    if (isList(key)) this.#lists.add(listIdOf(key))
    const { viewer } = peer.bearer
    if (stream[0] === 'user' && viewer) {
      const { accountId } = viewer
      this.#homes.set(
        key,
        watchHome(this.#app, accountId, (postId) => this.#onHome(accountId, postId)),
      )
    }
  }

  /** What it does not listen to is left as it is. @throws Problem 400 or 401 (see channelOf). */
  unsubscribe(peer: Peer, name: string, about: About): void {
    const { key } = channelOf(peer.bearer, name, about)
    if (this.#peers.get(peer)?.delete(key)) this.#unsubscribe(peer, key)
  }

  #unsubscribe(peer: Peer, key: string): void {
    const listeners = this.#channels.get(key)
    listeners?.delete(peer)
    if (listeners?.size !== 0) return
    this.#channels.delete(key)
    if (!isPersonal(key)) this.#publicChannels--
    if (isList(key)) this.#lists.delete(listIdOf(key))
    this.#homes.get(key)?.()
    this.#homes.delete(key)
  }

  /** Who listens to a channel; a copy, because who is cut off while it is sent to leaves. */
  listeners(key: string): [Peer, readonly string[]][] {
    return [...(this.#channels.get(key) ?? [])]
  }

  isHeard(key: string): boolean {
    return this.#channels.has(key)
  }

  /** The accounts that listen to their `user` stream. */
  openAccounts(): number[] {
    return [...this.#homes.keys()].map((key) => Number(key.slice('user '.length)))
  }

  /** Whether anybody listens to something that is not their own. */
  get hasPublic(): boolean {
    return this.#publicChannels > 0
  }

  get hasHomes(): boolean {
    return this.#homes.size > 0
  }

  openLists(): number[] {
    return [...this.#lists]
  }

  get hasLists(): boolean {
    return this.#lists.size > 0
  }

  /** Ends those whom it concerns, and sends them nothing more. */
  endWhere(concerns: (peer: Peer) => boolean, code: number, reason: string): void {
    for (const peer of [...this.#peers.keys()].filter(concerns)) {
      this.leave(peer)
      peer.end(code, reason)
      setTimeout(() => peer.cut(), GOODBYE_MS).unref()
    }
  }

  /**
   * Every half minute: the dead go, and so do those whose token expired or is refused by now. A revocation is heard of
   * at once (listeners.ts); this also finds what another process revoked.
   */
  beat(): void {
    for (const peer of [...this.#peers.keys()]) {
      peer.beat()
      void this.#recheck(peer)
    }
  }

  async #recheck(peer: Peer): Promise<void> {
    try {
      const bearer = await whoHasIt(this.#app, peer.credential)
      if (bearer && bearer.refused === null) return
      this.endWhere((one) => one === peer, closing.policy, 'The access token is no longer valid')
    } catch (error) {
      // The database is away: nobody is signed out for that.
      this.#app.log.warn({ error }, 'The token of an open stream could not be checked; the next beat tries again')
    }
  }

  /** Lets nobody in any more, says goodbye to all, and waits for them a moment. */
  async close(): Promise<void> {
    this.#closed = true
    const peers = [...this.#peers.keys()]
    this.endWhere(() => true, closing.goingAway, 'The server is stopping')
    if (peers.length === 0) return
    await new Promise((done) => setTimeout(done, GOODBYE_MS / 4))
    for (const peer of peers) peer.cut()
  }
}

/** An app without a person counts as one account. */
const holderOf = (bearer: Bearer): string => (bearer.viewer ? `@${bearer.viewer.accountId}` : `app ${bearer.appId}`)

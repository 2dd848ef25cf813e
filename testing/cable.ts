/** The cable between two sites: two proxies, one in front of each listener, that can be cut, slowed and made lossy. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type SiteName = 'east' | 'west'

export interface Cable {
  /** Nothing arrives any more, either way, and nobody is told: as when a cable is cut. */
  cut(): void
  /** What this site sends is lost; what the other sends arrives. */
  cutOneWay(from: SiteName): void
  /** Everything arrives again, also what was sent meanwhile (as TCP would repeat it); no longer slow, no longer lossy. */
  mend(): void
  /** Everything arrives as much later, each way. */
  slow(ms: number): void
  /** Stalls of up to a second, and a connection that breaks now and then; the same for the same seed. */
  lossy(seed?: number): void
  /** Each open connection breaks. */
  reset(): void
  /** Bytes that arrived, from each site. */
  readonly carried: Readonly<Record<SiteName, number>>
}

export interface OwnCable extends Cable {
  /** Where each site is reached, through the cable. */
  readonly addresses: Readonly<Record<SiteName, string>>
  close(): Promise<void>
}

/** @param ports where each site really listens, on loopback. */
export async function openCable(ports: Readonly<Record<SiteName, number>>): Promise<OwnCable> {
  const state = new State()
  const servers = await Promise.all([proxy(state, 'west', ports.east), proxy(state, 'east', ports.west)])
  const at = (server: Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    addresses: { east: at(servers[0]!), west: at(servers[1]!) },
    carried: state.carried,
    cut: () => state.change(() => state.lost.add('east').add('west')),
    cutOneWay: (from) => state.change(() => state.lost.add(from)),
    slow: (ms) => state.change(() => (state.delayMs = ms)),
    lossy: (seed = 1) => state.change(() => (state.random = randomOf(seed))),
    mend: () =>
      state.change(() => {
        state.lost.clear()
        state.delayMs = 0
        state.random = null
      }),
    reset: () => {
      for (const socket of state.sockets) socket.resetAndDestroy()
    },
    close: async () => {
      state.closed = true
      state.change(() => {})
      for (const socket of state.sockets) socket.destroy()
      for (const server of servers) {
        const closed = once(server, 'close')
        server.close()
        await closed
      }
    },
  }
}

class State {
  readonly lost = new Set<SiteName>()
  delayMs = 0
  random: (() => number) | null = null
  closed = false
  readonly sockets = new Set<Socket>()
  readonly carried = { east: 0, west: 0 }
  #changed = Promise.withResolvers<void>()

  change(how: () => void): void {
    how()
    this.#changed.resolve()
    this.#changed = Promise.withResolvers<void>()
  }

  /** Until what is sent from there arrives. */
  async passable(from: SiteName): Promise<void> {
    while (this.lost.has(from) && !this.closed) await this.#changed.promise
  }
}

async function proxy(state: State, caller: SiteName, port: number): Promise<Server> {
  const called = caller === 'east' ? 'west' : 'east'
  const server = createServer({ noDelay: true, allowHalfOpen: true }, async (near) => {
    keep(state, near)
    // A connection is made by a packet each way.
    await state.passable(caller)
    await state.passable(called)
    if (near.destroyed) return
    const far = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
    keep(state, far)
    void pump(state, caller, near, far)
    void pump(state, called, far, near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function keep(state: State, socket: Socket): void {
  state.sockets.add(socket)
  socket.on('error', () => {})
  socket.once('close', () => state.sockets.delete(socket))
}

/** Bytes from one end to the other, as the cable lets them through; the end of a connection travels as they do. */
async function pump(state: State, from: SiteName, source: Socket, sink: Socket): Promise<void> {
  let last = Promise.resolve()
  const deliver = (send: () => void) => {
    const dueMs = performance.now() + state.delayMs + stall(state)
    last = last.then(async () => {
      const waitMs = dueMs - performance.now()
      if (waitMs > 0) await sleep(waitMs)
      await state.passable(from)
      if (!sink.destroyed) send()
    })
  }
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (state.random && state.random() < 0.002) return void source.resetAndDestroy()
      deliver(() => {
        state.carried[from] += chunk.length
        sink.write(chunk)
      })
      // A cable holds only so much.
      if (state.delayMs === 0 || sink.writableLength > 1 << 20) await last
    }
    deliver(() => sink.end())
  } catch {
    deliver(() => sink.resetAndDestroy())
  }
}

/** One in twenty pieces is repeated. */
function stall({ random }: State): number {
  return random && random() < 0.05 ? 200 + random() * 800 : 0
}

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

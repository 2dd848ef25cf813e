/** A TCP relay whose two directions each have a gate that holds bytes back. */
import { createServer, connect as dial, type Socket } from 'node:net'

/** Waits as long as nothing passes. Asked for each piece, and for the goodbye. */
export type Gate = () => Promise<void>

export interface Relay {
  /** host:port to dial instead of the target. */
  readonly address: string
  /** Breaks all connections at once. */
  drop(): void
  close(): Promise<void>
}

const drained = (socket: Socket) =>
  new Promise<void>((done) => {
    const go = () => {
      socket.off('drain', go).off('close', go)
      done()
    }
    socket.on('drain', go).on('close', go)
  })

async function pipe(source: Socket, to: Socket, gate: Gate): Promise<void> {
  try {
    for await (const piece of source) {
      await gate()
      if (to.destroyed) break
      if (!to.write(piece)) await drained(to)
    }
  } catch {
    // It was broken off, which is told to the other end below.
  }
  // Over a dead cable no goodbye is heard either.
  await gate()
  to.destroy()
}

/** @param target host:port. @param gates for what the caller says, and for what it is answered. */
export async function openRelay(
  target: string,
  gates: { asking: Gate; answering: Gate },
  host = '127.0.0.1',
): Promise<Relay> {
  const colon = target.lastIndexOf(':')
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = dial({ host: target.slice(0, colon), port: Number(target.slice(colon + 1)) })
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.once('close', () => sockets.delete(socket))
    }
    void pipe(near, far, gates.asking)
    void pipe(far, near, gates.answering)
  })
  await new Promise<void>((done) => server.listen(0, host, done))
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    address: `${host}:${(server.address() as { port: number }).port}`,
    drop,
    close: async () => {
      const closed = new Promise((done) => server.close(done))
      drop()
      await closed
    },
  }
}

/** A gate that can be shut. */
export class Valve {
  #shut = false
  #waiting: (() => void)[] = []

  set shut(shut: boolean) {
    this.#shut = shut
    if (shut) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const go of waiting) go()
  }

  async pass(): Promise<void> {
    while (this.#shut) await new Promise<void>((done) => this.#waiting.push(done))
  }
}

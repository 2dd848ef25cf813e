/** A small HTTP/1.1 load client on bare sockets: one request at a time on each connection, whole answers counted. */
import { connect, type Socket } from 'node:net'

export interface Load {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** The bytes of the next request. */
  readonly request: () => Buffer
}

export interface Measured {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Answers that were not 200. */
  readonly failed: number
}

/** Runs the load for its seconds, after a fifth of them as a warm-up. */
export async function measure(load: Load): Promise<Measured> {
  await run({ ...load, seconds: load.seconds / 5 })
  return await run(load)
}

async function run(load: Load): Promise<Measured> {
  const latencies: number[] = []
  const counts = { failed: 0 }
  const began = performance.now()
  const until = began + load.seconds * 1000
  await Promise.all(Array.from({ length: load.connections }, () => oneConnection(load, until, latencies, counts)))
  const seconds = (performance.now() - began) / 1000
  latencies.sort((a, b) => a - b)
  const at = (part: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0
  return { perSecond: latencies.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), failed: counts.failed }
}

function oneConnection(load: Load, until: number, latencies: number[], counts: { failed: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(load.port, '127.0.0.1')
    socket.setNoDelay(true)
    let sentAt = 0
    let expected = 0
    let received = 0
    const send = () => {
      if (performance.now() >= until) {
        socket.destroy()
        resolve()
        return
      }
      expected = received = 0
      sentAt = performance.now()
      socket.write(load.request())
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('data', (data) => {
      if (expected === 0) {
        const end = data.indexOf('\r\n\r\n')
        const head = data.toString('latin1', 0, end)
        expected = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
        if (!head.startsWith('HTTP/1.1 200')) counts.failed++
      }
      received += data.length
      if (received < expected) return
      latencies.push(performance.now() - sentAt)
      send()
    })
  })
}

export const requestBytes = (method: string, path: string, token: string, body = ''): Buffer =>
  Buffer.from(
    `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n${
      body ? `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` : ''
    }\r\n${body}`,
  )

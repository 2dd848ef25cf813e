import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Recorded } from './recorded.ts'

/** A server that may be asked: on this machine and nowhere else. */
export interface Target {
  readonly host: string
  readonly port: number
  /** What the name came to when it was checked; connections go there, whatever the name comes to later. */
  readonly address: string
}

const isLoopback = (address: string): boolean =>
  address === '::1' || (isIP(address) === 4 && address.startsWith('127.')) || /^::ffff:127\./i.test(address)

/**
 * A replay is a load test, and one must not be able to point it at somebody else's server by mistake.
 *
 * @throws an Error for people when the address is none, or is not of this machine alone.
 */
export async function loopbackTarget(text: string): Promise<Target> {
  const url = URL.parse(text)
  if (url?.protocol !== 'http:') throw new Error(`"${text}" is no address as http://localhost:3000.`)
  if (url.username || url.password || url.pathname !== '/' || url.search || url.hash) {
    throw new Error('The address of the server must end with its host and port: paths come from the log.')
  }
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const found = await lookup(name, { all: true }).catch(() => [])
  if (found.length === 0) throw new Error(`Nobody knows the host "${name}".`)
  const foreign = found.find(({ address }) => !isLoopback(address))
  if (foreign) {
    throw new Error(
      `"${name}" is ${foreign.address}, which is not this machine. Requests are sent again to this machine only (127.0.0.1, ::1, localhost).`,
    )
  }
  return { host: url.host, port: Number(url.port || 80), address: found[0]!.address }
}

export type Skipped = 'not GET' | 'no route or path' | 'a stream' | 'an id that the log does not tell'

/** What to ask for again; or why it cannot be. */
export function pathOf(recorded: Recorded): { path: string } | { skipped: Skipped } {
  const { method, route, path, us, post, profile, tag } = recorded
  if (method !== 'GET') return { skipped: 'not GET' }
  if (!(route || path).startsWith('/')) return { skipped: 'no route or path' }
  if (route === '') return { path: clean(path) }
  if (us === null) return { skipped: 'a stream' }
  const id = route.includes('/accounts/:id') ? profile : post
  let missing = route.includes('*')
  const filled = route.replace(/:(\w+)/g, (_, name: string) => {
    const value = name === 'id' ? id : /^(?:tag|hashtag|name)$/.test(name) ? tag : null
    missing ||= value === null
    return encodeURIComponent(value ?? '')
  })
  return missing ? { skipped: 'an id that the log does not tell' } : { path: clean(filled) }
}

/** Logs hold whatever strangers sent; only what may stand in a request line goes into one. */
const clean = (path: string): string =>
  path.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text.toWellFormed()))

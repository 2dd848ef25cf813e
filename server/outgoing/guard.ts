import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'
import { among, isGlobal } from './addresses.ts'
import { refused, unreachable } from './problem.ts'

export interface Resolved {
  readonly address: string
  readonly family: number
}

/** Where a name is looked up: the machine's own resolver, once per request. Tests put another in its place. */
export const resolver = perApp(() => ({ resolve: (host: string): Promise<Resolved[]> => lookup(host, { all: true }) }))

/** What the operator allows. @throws Error that names the setting when it cannot be read. */
export const allowed = perApp((app: App) => among(app.config.outgoingAllow))

/**
 * Reads an address that a stranger gave. @throws OutsideError `refused` for what is no plain http or https address.
 */
export function readAddress(text: string, base?: URL): URL {
  const url = URL.parse(text, base)
  if (url === null) throw refused(`"${text.slice(0, 200)}" is not an address.`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused('Only http and https addresses are asked.')
  if (url.username !== '' || url.password !== '') throw refused('An address with a name or a password is not asked.')
  return url
}

/**
 * Looks the host up and judges every address it has; one that is not allowed refuses them all. The connection must be
 * made to what is returned, and to nothing that is looked up later: the second answer could be another one.
 */
export async function resolveHost(app: App, url: URL, signal: AbortSignal): Promise<Resolved[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(host)
  const found = family !== 0 ? [{ address: host, family }] : await lookedUp(app, host, signal)
  const mayAnything = allowed(app)
  for (const { address } of found) {
    if (mayAnything(address)) continue
    if (!isGlobal(address)) throw refused(`${url.host} leads to an address that is not of the public Internet.`)
    if (url.port !== '') throw refused(`${url.host} is not asked: only the usual ports of http and https are.`)
  }
  return found
}

async function lookedUp(app: App, host: string, signal: AbortSignal): Promise<Resolved[]> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(unreachable(`${host} was not looked up in time.`)), { once: true })
  })
  late.catch(() => {})
  const found = await Promise.race([resolver(app).resolve(host), late]).catch((error: NodeJS.ErrnoException) => {
    throw error.name === 'OutsideError'
      ? error
      : unreachable(`${host} has no address (${error.code ?? error.message}).`)
  })
  if (found.length === 0) throw unreachable(`${host} has no address.`)
  return found
}

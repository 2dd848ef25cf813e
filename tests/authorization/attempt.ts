/** One try of one column: made ready first, because that may write, and sent later. */
import type { Person, Reply, World } from '../../testing/world.ts'
import { adminAsks } from './admin-asks.ts'
import { asks } from './asks.ts'
import { browserOf, newPerson, personOf, type Stage, tokenOf } from './cast.ts'
import { pageAsks } from './page-asks.ts'
import type { Row } from './table.ts'
import type { Thing } from './things/index.ts'

/** Sends it. @returns what the table would say: `200`, `200+`, `login`. */
export type Attempt = () => Promise<string>

export interface Try {
  readonly row: Row
  readonly method: string
  readonly role: string
  readonly stage: Stage
  readonly thing: Thing
  /** Somebody new signs in, since the try may end their session or their account. */
  readonly afresh: boolean
}

export const ready = (attempt: Try): Promise<Attempt> =>
  attempt.row.scope === 'page' ? readyPage(attempt) : readyApi(attempt)

async function readyApi({ row, method, role, stage, thing, afresh }: Try): Promise<Attempt> {
  const me = personOf(role, stage)
  const sent = (await (asks[row.route] ?? adminAsks[row.route])?.({ stage, thing, me })) ?? {}
  const token = role === 'owner' && thing.token ? thing.token : await tokenOf(role, row.scope, stage, afresh)
  const url = addressOf(row, { ...sent.params, ...thing.params }, [sent.query, thing.query])
  const body = sent.body instanceof FormData ? sent.body : { ...sent.body, ...thing.body }
  return async () => {
    const isStream = url.startsWith('/api/v1/streaming/') && !url.endsWith('/health')
    if (isStream) return await openStream(stage.world, url, token)
    const ask = { ...(token ? { token } : {}), ...(method === 'GET' ? {} : { body }) }
    const reply = await stage.world.call(method, url, ask)
    if (reply.status >= 400 && typeof reply.json?.error !== 'string') return `${reply.status} without an error`
    return marked(reply, thing)
  }
}

const signedIn = new WeakMap<Person, ReturnType<typeof browserOf>>()

async function readyPage({ row, method, role, stage, thing, afresh }: Try): Promise<Attempt> {
  const { world } = stage
  const me = await visitorOf(role, stage, afresh)
  const opened = me ? (signedIn.get(me) ?? browserOf(world, me)) : browserOf(world, null)
  if (me) signedIn.set(me, opened)
  const { browser, csrf } = await opened
  const sent = (await pageAsks[row.route]?.({ stage, thing, me, browser })) ?? {}
  const url = addressOf(row, { ...sent.params, ...thing.params }, [sent.query, thing.query])
  const fields = { ...(role === 'forged' ? {} : { csrf }), ...sent.fields }
  return async () => marked(await (method === 'GET' ? browser.get(url) : browser.post(url, fields)), thing)
}

/** Who sits before the browser of a page's column. */
async function visitorOf(role: string, stage: Stage, afresh: boolean): Promise<Person | null> {
  if (role === 'anonymous') return null
  const { world, cast } = stage
  // What is made ready for a form that is then refused may change how they sign in.
  if (!afresh && role !== 'forged')
    return role === 'person' ? cast.stranger : role === 'moderator' ? cast.moderator : cast.administrator
  const right = role === 'person' ? 'user' : role === 'moderator' ? 'moderator' : 'admin'
  return await newPerson(world, 'visitor', right)
}

function addressOf(row: Row, params: Readonly<Record<string, string>>, queries: (string | undefined)[]): string {
  const place = (name: string): string => {
    const value = params[name]
    if (value === undefined) throw new Error(`${row.at}: nothing says what ":${name}" is for "${row.on}".`)
    return value
  }
  const path = row.route
    .slice(row.route.indexOf(' ') + 1)
    .replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(place(name)))
    .replace('*', () => place('*'))
  const query = queries.filter((one) => one !== undefined).join('&')
  return query ? `${path}?${query}` : path
}

function marked({ status, headers, text }: Reply, { sign }: Thing): string {
  if (String(headers.location).startsWith('/auth/sign_in?next=')) return 'login'
  if (status >= 300 || sign === undefined) return String(status)
  return `${status}${text.includes(sign) ? '+' : '-'}`
}

/** A stream that opens never ends; that it did open is seen in its head. */
async function openStream(world: World, url: string, token: string | undefined): Promise<string> {
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  const reply = await world.tweeter.http.inject({ method: 'GET', url, headers, payloadAsStream: true })
  reply.stream().destroy()
  return String(reply.statusCode)
}

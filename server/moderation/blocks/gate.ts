import { createHash } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { plainIp } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { forbidden, messageOf, perApp } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import type { IpBlockRow } from '../rows/queries.ts'
import { canonicalEmailHash, withParents } from './emails.ts'
import { canonicalBlocks, emailBlockOf, liveIpBlocks, noteEmailBlockUse } from './queries.ts'

type Severity = IpBlockRow['severity']

/** The blocks as they are looked up: a native list for each severity. */
interface Lists {
  readonly lists: ReadonlyMap<Severity, BlockList>
  /** When the first of them ends. */
  readonly untilMs: number
}

/** Kept in memory, because `no_access` is asked at every request; forgotten by a listener when a block changes. */
const gate = perApp((_app: App): { lists: Lists | null; loading: Promise<Lists> | null } => ({
  lists: null,
  loading: null,
}))

export function forgetIpBlocks(app: App): void {
  Object.assign(gate(app), { lists: null, loading: null })
}

function known(app: App): Lists | null {
  const { lists } = gate(app)
  return lists !== null && lists.untilMs > app.now().getTime() ? lists : null
}

async function load(app: App): Promise<Lists> {
  const state = gate(app)
  if (known(app) !== null) return state.lists!
  state.loading ??= liveIpBlocks(app.db.read, app.now()).then(listsOf)
  const { loading } = state
  try {
    const lists = await loading
    // A block that changed meanwhile has made the state forget this load.
    if (state.loading === loading) Object.assign(state, { lists, loading: null })
    return lists
  } catch (error) {
    if (state.loading === loading) state.loading = null
    throw error
  }
}

function listsOf(rows: readonly IpBlockRow[]): Lists {
  const lists = new Map<Severity, BlockList>()
  let untilMs = Number.POSITIVE_INFINITY
  for (const { ip, severity, expires_at } of rows) {
    const [address, bits] = ip.split('/') as [string, string]
    const list = lists.get(severity) ?? new BlockList()
    lists.set(severity, list)
    list.addSubnet(address, Number(bits), familyOf(address))
    if (expires_at) untilMs = Math.min(untilMs, expires_at.getTime())
  }
  return { lists, untilMs }
}

const familyOf = (ip: string) => (isIPv6(ip) ? 'ipv6' : 'ipv4')

const isIn = ({ lists }: Lists, severity: Severity, ip: string): boolean =>
  lists.get(severity)?.check(ip, familyOf(ip)) ?? false

/** This machine itself is never kept out: whoever is on it may do more than HTTP allows anyway. */
const isLoopback = (ip: string): boolean => ip.startsWith('127.') || ip === '::1'

/**
 * Refuses requests from addresses that have no access, before anything else is done for them. Where there is no such
 * block it costs one look at a variable. When the blocks cannot be read (no database), nobody is refused for that.
 */
export function guard(http: FastifyInstance, app: App): void {
  http.addHook('onRequest', (request, _reply, done) => {
    const lists = known(app)
    if (lists !== null) done(refusal(lists, request.ip))
    else {
      load(app).then(
        (loaded) => done(refusal(loaded, request.ip)),
        (error) => {
          app.log.warn({ error }, `The blocks of network addresses could not be read: ${messageOf(error)}`)
          done()
        },
      )
    }
  })
}

function refusal(lists: Lists, address: string): Error | undefined {
  if (!lists.lists.has('no_access')) return undefined
  const ip = plainIp(address)
  if (ip === null || isLoopback(ip) || !isIn(lists, 'no_access', ip)) return undefined
  return forbidden('Your network address has no access here.')
}

/** The answer to accounts' question: may somebody sign up with this address of mail, from this address of the network? */
export async function judgeSignUp(app: App, { email, ip: typed }: { email: string; ip: string | null }) {
  const { read } = app.db
  const lists = await load(app)
  const ip = typed === null ? null : plainIp(typed)
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  const [domainBlocks, mailboxBlocks] = await Promise.all([
    emailBlockOf(read, withParents(domain)),
    canonicalBlocks(read, canonicalEmailHash(email)),
  ])
  if (domainBlocks[0]) await count(app, domainBlocks[0].id, ip ?? '')
  return {
    emailBlocked: domainBlocks.length > 0 || mailboxBlocks.length > 0,
    addressBlocked: ip !== null && (isIn(lists, 'sign_up_block', ip) || isIn(lists, 'no_access', ip)),
    approvalNeeded: ip !== null && isIn(lists, 'sign_up_requires_approval', ip),
  }
}

/** In a transaction of its own: the sign-up that it counts is refused, and leaves nothing else. */
async function count(app: App, blockId: number, ip: string): Promise<void> {
  const now = app.now()
  const hash = createHash('sha256')
    .update(`${now.toISOString().slice(0, 10)} ${ip}`)
    .digest()
  await transact(app.db, (tx) => noteEmailBlockUse(tx, blockId, hash, now))
}

import { isIP, isIPv6 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { plainIp } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Call, PageQuery, Viewer } from '../../http/index.ts'
import { unprocessable } from '../../kit/index.ts'
import { emit } from '../../signals/index.ts'
import type { Tx } from '../../storage/index.ts'
import type { ChangedIpBlock, IpBlock, NewIpBlock } from '../admin-schema.ts'
import type { IpBlockRow } from '../rows/queries.ts'
import { addRow, changeRow, type Kind, listRows, removeRow, showRow } from '../rows/rows.ts'
import { blocksChanged } from '../signals.ts'
import { canonicalRange, locksOut, sameRange } from './queries.ts'

type Paged = Call<Viewer, unknown, Static<ReturnType<typeof PageQuery>>, unknown>
type Change = Static<typeof ChangedIpBlock>

const kind: Kind<'ip_blocks'> = {
  table: 'ip_blocks',
  noun: 'ip_block',
  permission: 'manage_blocks',
  facts: ({ ip, severity, expires_at }) => ({ ip, severity, expires_at: expires_at?.toISOString() ?? null }),
  changed: (tx) => emit(tx, blocksChanged, {}),
}

const json = (row: IpBlockRow): Static<typeof IpBlock> => ({
  id: String(row.id),
  ip: row.ip,
  severity: row.severity,
  comment: row.comment,
  created_at: row.created_at.toISOString(),
  expires_at: row.expires_at?.toISOString() ?? null,
})

export const listIpBlocks = async (call: Paged) => (await listRows(call, kind)).map(json)
export const showIpBlock = async (app: App, viewer: Viewer, id: string) => json(await showRow(app, viewer, kind, id))

/** @throws Problem 422: no address or range, blocked already, or it would lock somebody out (see `refuseLockOut`). */
export async function addIpBlock(app: App, viewer: Viewer, body: Static<typeof NewIpBlock>, request: FastifyRequest) {
  const { severity, comment = '', expires_in } = body
  const ip = await rangeOf(app, body.ip)
  const row = { ip, severity, comment, expires_at: endOf(app, expires_in), created_at: app.now() }
  return json(await addRow(app, viewer, kind, row, (tx) => check(tx, row, request, null)))
}

/** @throws Problem as above, and 404. */
export async function changeIpBlock(app: App, viewer: Viewer, id: string, body: Change, request: FastifyRequest) {
  const { ip, severity, comment, expires_in } = body
  const change = {
    ...(ip === undefined ? {} : { ip: await rangeOf(app, ip) }),
    ...(severity === undefined ? {} : { severity }),
    ...(comment === undefined ? {} : { comment }),
    ...(expires_in === undefined ? {} : { expires_at: endOf(app, expires_in) }),
  }
  const after = (tx: Tx, before: IpBlockRow) => check(tx, { ...before, ...change }, request, before.id)
  return json(await changeRow(app, viewer, kind, id, change, after))
}

export const removeIpBlock = async (app: App, viewer: Viewer, id: string) => {
  await removeRow(app, viewer, kind, id)
  return {}
}

const endOf = (app: App, seconds: number | null | undefined): Date | null =>
  seconds ? new Date(app.now().getTime() + seconds * 1000) : null

/** A range is kept by its first address; what was typed may be another one in it. */
async function rangeOf(app: App, typed: string): Promise<string> {
  const [address = '', bits, more] = typed.trim().split('/')
  const ip = isIP(address) === 0 ? null : plainIp(address)
  const most = ip !== null && isIPv6(ip) ? 128 : 32
  const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
  if (ip === null || !isRange || more !== undefined) {
    throw unprocessable('Validation failed: Ip is neither an address nor a range, as in 192.0.2.0/24')
  }
  return (await canonicalRange(app.db.read, `${ip}/${bits ?? most}`))[0]!.range
}

type Wanted = Pick<IpBlockRow, 'ip' | 'severity'>

async function check(tx: Tx, wanted: Wanted, request: FastifyRequest, own: number | null): Promise<void> {
  if ((await sameRange(tx, wanted.ip)).some((row) => row.id !== own)) {
    throw unprocessable('Validation failed: Ip has already been taken')
  }
  if (wanted.severity === 'no_access') await refuseLockOut(tx, wanted.ip, request)
}

/** Nobody is kept from these by a block, and no block may hold them (gate.ts). */
const LOOPBACK = ['127.0.0.0/8', '::1/128']

/**
 * A slip here would lock out those who can undo it. So a range without access may hold neither loopback, nor the address
 * of the request itself (behind a proxy that is not trusted that is everybody's), nor one from which an owner signed in
 * within a year. Should it happen all the same (an owner on the move), `tweeter` commands go past HTTP.
 */
async function refuseLockOut(tx: Tx, range: string, request: FastifyRequest): Promise<void> {
  const own = plainIp(request.ip)
  const [row] = await locksOut(tx, range, own === null ? LOOPBACK : [...LOOPBACK, own])
  if (!row!.locks) return
  throw unprocessable(
    'Validation failed: this range holds your own address, one from which an owner signs in, or this machine itself; they would be locked out',
  )
}

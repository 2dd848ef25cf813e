/**
 * The witness: one register in etcd (one node or three), read and compared-and-set over its JSON gateway. Reads are
 * linearizable, etcd's default; all nodes of a cluster are asked, and the first answer counts.
 */
import { createHash } from 'node:crypto'
import type { App } from '../../app.ts'
import { networkSecret } from '../../storage/index.ts'
import type { Register } from './decide.ts'

/** What one read found; the revision is what a write is compared with (0: nobody wrote it yet). */
export interface Reading {
  readonly register: Register | null
  readonly revision: string
  /** The node that answered. */
  readonly address: string
}

const WITHIN_MS = 1000

const encoded = (text: string): string => Buffer.from(text).toString('base64')

/** Several networks may share an etcd: the key is made from the network's secret, which both sites know. */
export async function registerKey(app: App): Promise<string> {
  const secret = await networkSecret(app.db)
  return `tweeter/${createHash('sha256').update(`witness ${secret}`).digest('hex').slice(0, 24)}/home`
}

async function ask<T>(address: string, path: string, body: object): Promise<T> {
  const reply = await fetch(new URL(path, address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(WITHIN_MS),
  })
  if (!reply.ok) throw new Error(`etcd at ${new URL(address).host} answered ${reply.status}`)
  return (await reply.json()) as T
}

/** @throws when no node answers within a second, or none that knows the majority. */
export async function readRegister(addresses: readonly string[], key: string): Promise<Reading> {
  type Found = { kvs?: { value: string; mod_revision: string }[] }
  const { kvs, address } = await Promise.any(
    addresses.map(async (address) => ({
      ...(await ask<Found>(address, '/v3/kv/range', { key: encoded(key) })),
      address,
    })),
  )
  const found = kvs?.[0]
  if (!found) return { register: null, revision: '0', address }
  const said = JSON.parse(Buffer.from(found.value, 'base64').toString()) as Partial<Register>
  const { epoch, home, both } = said
  if (!Number.isSafeInteger(epoch) || typeof both !== 'boolean' || (home !== 0 && home !== 1)) {
    throw new Error(`The register ${key} holds something that no site of this network wrote.`)
  }
  return { register: { epoch: epoch!, home, both }, revision: found.mod_revision, address }
}

/**
 * Writes it, if nobody has since it was read, at the node that was read: a write that may have arrived is not sent again.
 *
 * @returns false when somebody has. @throws when nobody knows whether it was written.
 */
export async function writeRegister({ address, revision }: Reading, key: string, register: Register): Promise<boolean> {
  const compare = [{ key: encoded(key), target: 'MOD', result: 'EQUAL', mod_revision: revision }]
  const success = [{ requestPut: { key: encoded(key), value: encoded(JSON.stringify(register)) } }]
  const reply = await ask<{ succeeded?: boolean }>(address, '/v3/kv/txn', { compare, success })
  return reply.succeeded === true
}

/**
 * The witness: one register in etcd (one node or three), read and compared-and-set over its JSON gateway. Reads are
 * linearizable, etcd's default; addresses of one cluster are tried in turn.
 */
import { createHash } from 'node:crypto'
import type { App } from '../../app.ts'
import { networkSecret } from '../../storage/index.ts'
import type { Register } from './decide.ts'

/** What one read found; the revision is what a write is compared with (0: nobody wrote it yet). */
export interface Reading {
  readonly register: Register | null
  readonly revision: string
}

const WITHIN_MS = 1000

const encoded = (text: string): string => Buffer.from(text).toString('base64')

/** Several networks may share an etcd: the key is made from the network's secret, which both sites know. */
export async function registerKey(app: App): Promise<string> {
  const secret = await networkSecret(app.db)
  return `tweeter/${createHash('sha256').update(`witness ${secret}`).digest('hex').slice(0, 24)}/home`
}

async function ask<T>(addresses: readonly string[], path: string, body: object): Promise<T> {
  let failed: unknown
  for (const address of addresses) {
    try {
      const reply = await fetch(new URL(path, address), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(WITHIN_MS),
      })
      if (!reply.ok) throw new Error(`etcd at ${new URL(address).host} answered ${reply.status}`)
      return (await reply.json()) as T
    } catch (error) {
      failed = error
    }
  }
  throw failed
}

/** @throws when no node answers within a second, or none that knows the majority. */
export async function readRegister(addresses: readonly string[], key: string): Promise<Reading> {
  type Found = { kvs?: { value: string; mod_revision: string }[] }
  const { kvs } = await ask<Found>(addresses, '/v3/kv/range', { key: encoded(key) })
  const found = kvs?.[0]
  if (!found) return { register: null, revision: '0' }
  const said = JSON.parse(Buffer.from(found.value, 'base64').toString()) as Partial<Register>
  const { epoch, home, both } = said
  if (!Number.isSafeInteger(epoch) || typeof both !== 'boolean' || (home !== 0 && home !== 1)) {
    throw new Error(`The register ${key} holds something that no site of this network wrote.`)
  }
  return { register: { epoch: epoch!, home, both }, revision: found.mod_revision }
}

/**
 * Writes it, if nobody has since it was read. Only one address is asked: a write that may have arrived is not sent again.
 *
 * @returns false when somebody has. @throws when nobody knows whether it was written.
 */
export async function writeRegister(
  addresses: readonly string[],
  key: string,
  revision: string,
  register: Register,
): Promise<boolean> {
  const compare = [{ key: encoded(key), target: 'MOD', result: 'EQUAL', mod_revision: revision }]
  const success = [{ requestPut: { key: encoded(key), value: encoded(JSON.stringify(register)) } }]
  const reply = await ask<{ succeeded?: boolean }>(addresses.slice(0, 1), '/v3/kv/txn', { compare, success })
  return reply.succeeded === true
}

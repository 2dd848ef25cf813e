import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'
import type { Static } from 'typebox'
import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { Call, PageQuery, Viewer } from '../../http/index.ts'
import { unprocessable } from '../../kit/index.ts'
import type { CanonicalEmailBlock, EmailDomainBlock, NewCanonicalEmailBlock } from '../admin-schema.ts'
import { byDomain, type CanonicalEmailRow, type DomainRow } from '../rows/queries.ts'
import { addRow, type Kind, listRows, removeRow, showRow } from '../rows/rows.ts'
import { canonicalBlocks, emailBlockUses } from './queries.ts'

type Paged = Call<Viewer, unknown, Static<ReturnType<typeof PageQuery>>, unknown>

const DAY_MS = 24 * 3600 * 1000
const LABEL = /^(?:[a-z0-9_](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/

/** ASCII and lower case. @throws Problem 422 when it is no domain. */
export function domainOf(typed: string): string {
  const domain = domainToASCII(typed.trim().replace(/^@/, '').replace(/\.$/, '')).toLowerCase()
  if (domain.length > 253 || !LABEL.test(domain)) {
    throw unprocessable('Validation failed: Domain is not a valid domain name', {
      domain: [{ error: 'ERR_INVALID', description: 'is not a valid domain name' }],
    })
  }
  return domain
}

/** `a.b.example` -> itself, `b.example`, `example`. */
export function withParents(domain: string): string[] {
  const labels = domain.split('.')
  return labels.map((_, at) => labels.slice(at).join('.'))
}

const emailDomains: Kind<'email_domain_blocks'> = {
  table: 'email_domain_blocks',
  noun: 'email_domain_block',
  permission: 'manage_blocks',
  facts: ({ domain }) => ({ domain }),
}

/** With how often they refused somebody in each of the last seven days: one more statement, whatever is in the list. */
async function emailDomainsJson(app: App, rows: readonly DomainRow[]): Promise<Static<typeof EmailDomainBlock>[]> {
  const ids = rows.map((row) => row.id)
  const uses = Map.groupBy(await emailBlockUses(app.db.read, ids, app.now()), (row) => row.block_id)
  const today = Math.floor(app.now().getTime() / DAY_MS)
  return rows.map((row) => ({
    id: String(row.id),
    domain: row.domain,
    created_at: row.created_at.toISOString(),
    history: Array.from({ length: 7 }, (_, ago) => {
      const use = uses.get(row.id)?.find((one) => one.ago === ago)
      const day = String(((today - ago) * DAY_MS) / 1000)
      return { day, accounts: String(use?.attempts ?? 0), uses: String(use?.addresses ?? 0) }
    }),
  }))
}

export const listEmailDomainBlocks = async (call: Paged) =>
  emailDomainsJson(call.app, await listRows(call, emailDomains))

export const showEmailDomainBlock = async (app: App, viewer: Viewer, id: string) =>
  (await emailDomainsJson(app, [await showRow(app, viewer, emailDomains, id)]))[0]!

/** @throws Problem 422 when it is no domain, or blocked already. */
export async function addEmailDomainBlock(app: App, viewer: Viewer, typed: string) {
  const domain = domainOf(typed)
  const row = await addRow(app, viewer, emailDomains, { domain, created_at: app.now() }, async (tx) => {
    if ((await byDomain(tx, 'email_domain_blocks', domain)).length > 0) throw domainTaken()
  })
  return (await emailDomainsJson(app, [row]))[0]!
}

export const domainTaken = () =>
  unprocessable('Validation failed: Domain has already been taken', {
    domain: [{ error: 'ERR_TAKEN', description: 'has already been taken' }],
  })

export const removeEmailDomainBlock = async (app: App, viewer: Viewer, id: string) => {
  await removeRow(app, viewer, emailDomains, id)
  return {}
}

/**
 * Mastodon's canonical hash: the SHA-256 of the lower-case address without the dots before the @ and what follows a plus.
 * Unlike the key of a claim (accounts/emails.ts), dots go everywhere, so that lists of hashes can be shared.
 */
export function canonicalEmailHash(email: string): string {
  const [local = '', domain = ''] = email
    .trim()
    .toLowerCase()
    .split(/@(?=[^@]*$)/)
  const canonical = `${local.replaceAll('.', '').split('+')[0]}@${domain}`
  return createHash('sha256').update(canonical).digest('hex')
}

const canonicalEmails: Kind<'canonical_email_blocks'> = {
  table: 'canonical_email_blocks',
  noun: 'canonical_email_block',
  permission: 'manage_blocks',
  facts: ({ canonical_email_hash }) => ({ canonical_email_hash }),
}

const canonicalJson = (
  row: Pick<CanonicalEmailRow, 'id' | 'canonical_email_hash'>,
): Static<typeof CanonicalEmailBlock> => ({
  id: String(row.id),
  canonical_email_hash: row.canonical_email_hash,
})

export const listCanonicalEmailBlocks = async (call: Paged) =>
  (await listRows(call, canonicalEmails)).map(canonicalJson)

export const showCanonicalEmailBlock = async (app: App, viewer: Viewer, id: string) =>
  canonicalJson(await showRow(app, viewer, canonicalEmails, id))

/** By an address or by its hash; the address wins. @throws Problem 422: neither, or it is blocked already. */
export async function addCanonicalEmailBlock(app: App, viewer: Viewer, body: Static<typeof NewCanonicalEmailBlock>) {
  const hash = body.email?.includes('@')
    ? canonicalEmailHash(body.email)
    : (body.canonical_email_hash ?? '').toLowerCase()
  if (!/^[0-9a-f]{64}$/.test(hash)) {
    throw unprocessable('Validation failed: give an e-mail address, or the hexadecimal SHA-256 of its canonical form')
  }
  const row = await addRow(app, viewer, canonicalEmails, { canonical_email_hash: hash }, async (tx) => {
    if ((await canonicalBlocks(tx, hash)).length > 0) {
      throw unprocessable('Validation failed: Canonical email hash has already been taken')
    }
  })
  return canonicalJson(row)
}

export const removeCanonicalEmailBlock = async (app: App, viewer: Viewer, id: string) => {
  await removeRow(app, viewer, canonicalEmails, id)
  return {}
}

/** The blocks that an address falls under. */
export async function testCanonicalEmail(app: App, viewer: Viewer, email: string) {
  await requirePermission(app, viewer, 'manage_blocks')
  return (await canonicalBlocks(app.db.read, canonicalEmailHash(email))).map(canonicalJson)
}

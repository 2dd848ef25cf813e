/**
 * Other networks that are kept out or let in. There is no federation yet: they are kept, answered and shown, and take
 * effect once there is.
 */
import { createHash } from 'node:crypto'
import type { Static } from 'typebox'
import type { App } from '../../app.ts'
import type { Call, PageQuery, Viewer } from '../../http/index.ts'
import type {
  ChangedDomainBlock,
  DomainAllow,
  DomainBlock,
  NewDomainBlock,
  PublicDomainBlock,
} from '../admin-schema.ts'
import { byDomain, type DomainBlockRow, type DomainRow } from '../rows/queries.ts'
import { addRow, changeRow, type Kind, listRows, removeRow, showRow } from '../rows/rows.ts'
import { domainOf, domainTaken } from './emails.ts'
import { domainBlocksShown } from './queries.ts'

type Paged = Call<Viewer, unknown, Static<ReturnType<typeof PageQuery>>, unknown>

const blocks: Kind<'domain_blocks'> = {
  table: 'domain_blocks',
  noun: 'domain_block',
  permission: 'manage_federation',
  facts: ({ domain, severity, reject_media, reject_reports }) => ({ domain, severity, reject_media, reject_reports }),
}
const allows: Kind<'domain_allows'> = {
  table: 'domain_allows',
  noun: 'domain_allow',
  permission: 'manage_federation',
  facts: ({ domain }) => ({ domain }),
}

const digestOf = (domain: string): string => createHash('sha256').update(domain).digest('hex')

const blockJson = (row: DomainBlockRow): Static<typeof DomainBlock> => ({
  id: String(row.id),
  domain: row.domain,
  digest: digestOf(row.domain),
  created_at: row.created_at.toISOString(),
  severity: row.severity,
  reject_media: row.reject_media,
  reject_reports: row.reject_reports,
  private_comment: row.private_comment,
  public_comment: row.public_comment,
  obfuscate: row.obfuscate,
})

const allowJson = ({ id, domain, created_at }: DomainRow): Static<typeof DomainAllow> => ({
  id: String(id),
  domain,
  created_at: created_at.toISOString(),
})

export const listDomainBlocks = async (call: Paged) => (await listRows(call, blocks)).map(blockJson)
export const showDomainBlock = async (app: App, viewer: Viewer, id: string) =>
  blockJson(await showRow(app, viewer, blocks, id))

/** @throws Problem 422 when it is no domain, or blocked already. */
export async function addDomainBlock(app: App, viewer: Viewer, body: Static<typeof NewDomainBlock>) {
  const domain = domainOf(body.domain)
  const row = { severity: 'silence' as const, ...given(body), domain, created_at: app.now() }
  return blockJson(
    await addRow(app, viewer, blocks, row, async (tx) => {
      if ((await byDomain(tx, 'domain_blocks', domain)).length > 0) throw domainTaken()
    }),
  )
}

export const changeDomainBlock = async (
  app: App,
  viewer: Viewer,
  id: string,
  body: Static<typeof ChangedDomainBlock>,
) => blockJson(await changeRow(app, viewer, blocks, id, given(body)))

const given = (body: object): Partial<DomainBlockRow> =>
  Object.fromEntries(Object.entries(body).filter(([key, value]) => key !== 'domain' && value !== undefined))

export const removeDomainBlock = async (app: App, viewer: Viewer, id: string) => {
  await removeRow(app, viewer, blocks, id)
  return {}
}

export const listDomainAllows = async (call: Paged) => (await listRows(call, allows)).map(allowJson)
export const showDomainAllow = async (app: App, viewer: Viewer, id: string) =>
  allowJson(await showRow(app, viewer, allows, id))

/** @throws Problem 422 when it is no domain, or allowed already. */
export async function addDomainAllow(app: App, viewer: Viewer, typed: string) {
  const domain = domainOf(typed)
  const row = await addRow(app, viewer, allows, { domain, created_at: app.now() }, async (tx) => {
    if ((await byDomain(tx, 'domain_allows', domain)).length > 0) throw domainTaken()
  })
  return allowJson(row)
}

export const removeDomainAllow = async (app: App, viewer: Viewer, id: string) =>
  allowJson(await removeRow(app, viewer, allows, id))

/** Which networks are limited or kept out, for everybody to see. */
export async function publicDomainBlocks(app: App): Promise<Static<typeof PublicDomainBlock>[]> {
  return (await domainBlocksShown(app.db.read)).map((row) => ({
    domain: row.obfuscate ? obfuscated(row.domain) : row.domain,
    digest: digestOf(row.domain),
    severity: row.severity,
    comment: row.public_comment,
  }))
}

/** `example.org` -> `ex*****.*rg`: enough to know it again, not enough to find it. */
function obfuscated(domain: string): string {
  const shown = Math.floor(domain.length / 4)
  const middle = domain.slice(shown, domain.length - shown).replaceAll(/[^.]/g, '*')
  return domain.slice(0, shown) + middle + domain.slice(domain.length - shown)
}

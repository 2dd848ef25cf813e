/** The tables of one kind that moderation keeps: rows under an id, taken back by `deleted_at`. */
import type { Page } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'

export interface RuleRow {
  readonly id: number
  readonly position: number
  readonly text: string
  readonly hint: string
  readonly translations: Record<string, { text: string; hint: string }>
}

export interface PresetRow {
  readonly id: number
  readonly title: string
  readonly text: string
}

export interface DomainRow {
  readonly id: number
  readonly domain: string
  readonly created_at: Date
}

export interface CanonicalEmailRow {
  readonly id: number
  readonly canonical_email_hash: string
  readonly reference_account_id: number | null
}

export interface IpBlockRow {
  readonly id: number
  /** A range, as in `192.0.2.1/32`. */
  readonly ip: string
  readonly severity: 'sign_up_requires_approval' | 'sign_up_block' | 'no_access'
  readonly comment: string
  readonly expires_at: Date | null
  readonly created_at: Date
}

export interface DomainBlockRow extends DomainRow {
  readonly severity: 'noop' | 'silence' | 'suspend'
  readonly reject_media: boolean
  readonly reject_reports: boolean
  readonly private_comment: string | null
  readonly public_comment: string | null
  readonly obfuscate: boolean
}

export interface Tables {
  rules: RuleRow
  warning_presets: PresetRow
  email_domain_blocks: DomainRow
  canonical_email_blocks: CanonicalEmailRow
  ip_blocks: IpBlockRow
  domain_blocks: DomainBlockRow
  domain_allows: DomainRow
}
export type Table = keyof Tables

export const pageOfRows = <T extends Table>(read: Read, table: T, page: Page) => read<Tables[T]>`
  select * from ${read(table)} where deleted_at is null and id < ${page.below} and id > ${page.above}
   order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export const rowById = <T extends Table>(read: Read, table: T, id: number) => read<Tables[T]>`
  select * from ${read(table)} where id = ${id} and deleted_at is null`

/** Serialises changes of one table, so that of two who add the same the second finds it there. */
export const lockTable = (tx: Tx, table: Table) => tx`
  select pg_advisory_xact_lock(hashtextextended(${`moderation ${table}`}, 0))`

export const insertRow = <T extends Table>(tx: Tx, table: T, row: Partial<Tables[T]>) => tx<Tables[T]>`
  insert into ${tx(table)} ${tx(row)} returning *`

/** @param change at least one column. */
export const updateRow = <T extends Table>(tx: Tx, table: T, id: number, change: Partial<Tables[T]>) => tx<Tables[T]>`
  update ${tx(table)} set ${tx(change, ...Object.keys(change))} where id = ${id} and deleted_at is null returning *`

export const deleteRow = <T extends Table>(tx: Tx, table: T, id: number, now: Date) => tx<Tables[T]>`
  update ${tx(table)} set deleted_at = ${now} where id = ${id} and deleted_at is null returning *`

export const byDomain = (tx: Tx, table: 'email_domain_blocks' | 'domain_blocks' | 'domain_allows', domain: string) =>
  tx<{ id: number }>`select id from ${tx(table)} where domain = ${domain} and deleted_at is null`

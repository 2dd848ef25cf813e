import type { Page } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'
import { within } from '../queries.ts'

export const holdDomainBlock = (tx: Tx, accountId: number, domain: string) => tx`
  insert into account_domain_blocks as d (account_id, domain) values (${accountId}, ${domain})
  on conflict (account_id, domain) do update set id = excluded.id, active = true where not d.active`

export const endDomainBlock = (tx: Tx, accountId: number, domain: string) => tx`
  update account_domain_blocks set active = false where account_id = ${accountId} and domain = ${domain} and active`

export const listDomainBlocks = (read: Read, accountId: number, page: Page) => read<{ id: number; domain: string }>`
  select id, domain from account_domain_blocks where account_id = ${accountId} and active and ${within(read, page)}`

import type { Page } from '../../http/index.ts'
import type { Read, Tx } from '../../storage/index.ts'
import { type Listed, within } from '../queries.ts'

/** An empty comment takes the note back; where there was none, nothing is written. */
export const putNote = (tx: Tx, authorId: number, subjectId: number, comment: string) => tx`
  insert into account_notes as n (author_id, subject_id, comment)
  select ${authorId}, ${subjectId}, ${comment}::text
   where ${comment}::text <> ''
      or exists (select from account_notes where author_id = ${authorId} and subject_id = ${subjectId})
  on conflict (author_id, subject_id) do update set comment = excluded.comment where n.comment <> excluded.comment`

export const holdEndorsement = (tx: Tx, accountId: number, endorsedId: number) => tx`
  insert into endorsements as e (account_id, endorsed_id) values (${accountId}, ${endorsedId})
  on conflict (account_id, endorsed_id) do update set id = excluded.id, active = true where not e.active`

export const dropEndorsement = (tx: Tx, accountId: number, endorsedId: number) => tx`
  update endorsements set active = false
   where account_id = ${accountId} and endorsed_id = ${endorsedId} and active`

export const listEndorsements = (read: Read, accountId: number, page: Page) => read<Listed>`
  select id, endorsed_id as account_id from endorsements
   where account_id = ${accountId} and active and ${within(read, page)}`

import type { Attribution } from '../accounts/index.ts'
import type { Read, Tx } from '../storage/index.ts'
import type { Preview } from './preview.ts'

export interface CardRow {
  readonly key: string
  readonly url: string
  readonly salt: string
  readonly wanted_at: Date
  readonly ask_after: Date
  readonly asked_at: Date | null
  readonly failures: number
  readonly preview: Preview | null
  readonly picture: string | null
  readonly author_id: number | null
  /** Whom the page names as its author, but who does not name the page's host. */
  readonly claimed_id: number | null
}

export const cardRows = (read: Read, keys: string[]) => read<CardRow>`
  select * from cards where key = any(${keys}::text[])`

/** Nothing comes back when it is there already; whoever makes it is the one that has the page asked. */
export const insertCard = (tx: Tx, key: string, url: string, now: Date, askAfter: Date) => tx<{ key: string }>`
  insert into cards (key, url, wanted_at, ask_after) values (${key}, ${url}, ${now}, ${askAfter})
  on conflict (key) do nothing returning key`

/**
 * Takes it upon the caller to have the page asked, if it is time. One that is locked is being noted or taken at this
 * moment, so nobody who posts a popular link ever waits for another one.
 */
export const claimCard = (tx: Tx, key: string, now: Date, askAfter: Date) => tx<{ key: string }>`
  update cards set ask_after = ${askAfter}
   where key = (select key from cards where key = ${key} and ask_after <= ${now} for update skip locked)
  returning key`

/** Keeps them from the sweep. */
export const touchCards = (tx: Tx, keys: string[], now: Date) => tx`
  update cards set wanted_at = ${now}
   where key in (select key from cards where key = any(${keys}::text[]) order by key for update skip locked)`

/** For the rest of the transaction one job alone asks this page, in whatever process; false for any other. */
export const lockFetching = (tx: Tx, key: string) => tx<{ mine: boolean }>`
  select pg_try_advisory_xact_lock(hashtextextended(${`cards ${key}`}, 0)) as mine`

export interface Found {
  preview: Preview | null
  picture: string | null
  creator: Attribution | null
}

export const noteFound = (tx: Tx, key: string, found: Found, now: Date, askAfter: Date) => tx`
  update cards
     set preview = ${found.preview === null ? null : tx.json(found.preview)}::jsonb, picture = ${found.picture},
         author_id = ${found.creator?.attests ? found.creator.accountId : null},
         claimed_id = ${found.creator && !found.creator.attests ? found.creator.accountId : null}, failures = 0, asked_at = ${now}, ask_after = ${askAfter}
   where key = ${key}`

/** What was known before stays: a page that is gone for an hour keeps its preview. */
export const noteFailure = (tx: Tx, key: string, now: Date, askAfter: Date) => tx`
  update cards set failures = least(failures + 1, 1000), asked_at = ${now}, ask_after = ${askAfter} where key = ${key}`

/** Index: cards_unwanted. */
export const deleteUnwanted = (tx: Tx, before: Date, limit: number) => tx<{ url: string; picture: string | null }>`
  delete from cards where key in (
    select key from cards where wanted_at < ${before} order by wanted_at limit ${limit} for update skip locked)
  returning url, picture`

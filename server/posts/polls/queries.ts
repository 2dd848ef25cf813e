import type { Read, Tx } from '../../storage/index.ts'
import type { CheckedPoll } from './check.ts'

export const insertPoll = (tx: Tx, postId: number, poll: CheckedPoll, expiresAt: Date) => tx`
  insert into polls (post_id, options, multiple, hide_totals, expires_at)
  values (${postId}, ${poll.options}::text[], ${poll.multiple}, ${poll.hideTotals}, ${expiresAt})`

export interface LockedPoll {
  readonly options: string[]
  readonly multiple: boolean
  readonly hide_totals: boolean
  readonly expires_at: Date
  readonly round: number
}

/** The poll of a post; it stays as it is until the transaction ends. Votes share the lock, an edit waits for them. */
export const holdPoll = (tx: Tx, postId: number) => tx<LockedPoll>`
  select q.options, q.multiple, q.hide_totals, q.expires_at, q.round
    from polls q join posts p on p.id = q.post_id
   where q.post_id = ${postId} and q.active and p.deleted_at is null for share of q`

export const lockPoll = (tx: Tx, postId: number) => tx<LockedPoll & { active: boolean }>`
  select options, multiple, hide_totals, expires_at, round, active from polls where post_id = ${postId} for update`

/** @returns a row unless this person has voted in this round. */
export const insertVote = (tx: Tx, postId: number, accountId: number, round: number, choices: number[]) => tx`
  insert into poll_votes as v (post_id, account_id, round, choices)
  values (${postId}, ${accountId}, ${round}, ${choices}::smallint[])
  on conflict (post_id, account_id) do update set round = excluded.round, choices = excluded.choices
   where v.round < excluded.round returning v.post_id`

/** Makes this the poll of a post that had one before, as it is or in a new round. */
export const updatePoll = (tx: Tx, postId: number, poll: CheckedPoll, expiresAt: Date, newRound: boolean) => tx`
  update polls set options = ${poll.options}::text[], multiple = ${poll.multiple}, hide_totals = ${poll.hideTotals},
                   expires_at = ${expiresAt}, round = round + ${newRound ? 1 : 0}, active = true
   where post_id = ${postId}`

export const removePoll = (tx: Tx, postId: number) => tx`
  update polls set active = false, round = round + 1 where post_id = ${postId} and active returning post_id`

/** A poll that is over by now and was to end then, with its author; no row when an edit moved or removed it. */
export const endedPoll = (read: Read, postId: number, expiresAtMs: number, now: Date) => read<{ author_id: number }>`
  select p.author_id from polls q join posts p on p.id = q.post_id
   where q.post_id = ${postId} and q.active and p.deleted_at is null and q.expires_at <= ${now}
     and floor(extract(epoch from q.expires_at) * 1000) = ${expiresAtMs}`

/** Who voted in the poll of a post as it stands. */
export const votersOf = (read: Read, postId: number) => read<{ account_id: number }>`
  select v.account_id from poll_votes v join polls q on q.post_id = v.post_id and q.round = v.round
   where v.post_id = ${postId}`

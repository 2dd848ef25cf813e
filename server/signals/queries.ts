import type { Read, Tx } from '../storage/index.ts'

export interface Job {
  readonly id: number
  readonly listener: string
  readonly fact: unknown
  readonly attempts: number
}

export interface JobRow extends Job {
  readonly state: 'waiting' | 'failed' | 'parked'
  readonly run_at: Date
  readonly last_error: string | null
  readonly created_at: Date
}

export const insertJobs = (tx: Tx, listeners: string[], fact: unknown, runAt: Date) => tx`
  insert into tweeter.jobs (listener, fact, run_at)
  select listener, ${tx.json(fact)}::jsonb, ${runAt} from unnest(${listeners}::text[]) listener`

export const insertFact = (tx: Tx, bySite: number, signal: string, fact: unknown) => tx`
  insert into tweeter.facts (by_site, signal, fact) values (${bySite}, ${signal}, ${tx.json(fact)})`

/**
 * Locks due jobs of these listeners for the transaction. A process that dies lets go of them with its connection, so
 * there are no leases and no heartbeats; other workers skip what is locked. Index: jobs_due.
 */
export const claimJobs = (tx: Tx, listeners: string[], now: Date, limit: number) => tx<Job>`
  select id, listener, fact, attempts from tweeter.jobs
   where parked_at is null and run_at <= ${now} and listener = any(${listeners}::text[])
   order by run_at, id limit ${limit} for update skip locked`

export const deleteJobs = (tx: Tx, ids: number[]) => tx`delete from tweeter.jobs where id = any(${ids}::bigint[])`

export const failJob = (tx: Tx, id: number, error: string, runAt: Date | null) => tx`
  update tweeter.jobs
     set attempts = attempts + 1, last_error = ${error}, run_at = coalesce(${runAt}, run_at),
         parked_at = case when ${runAt}::timestamptz is null then now() end
   where id = ${id}`

export const nextDue = (read: Read, listeners: string[]) => read<{ run_at: Date }>`
  select run_at from tweeter.jobs
   where parked_at is null and listener = any(${listeners}::text[]) order by run_at limit 1`

export const listJobs = (read: Read, limit: number) => read<JobRow>`
  select id, listener, fact, attempts, run_at, last_error, created_at,
         case when parked_at is not null then 'parked' when attempts > 0 then 'failed' else 'waiting' end as state
    from tweeter.jobs order by parked_at nulls last, run_at, id limit ${limit}`

export const countJobs = (read: Read) => read<{ state: JobRow['state']; count: number }>`
  select case when parked_at is not null then 'parked' when attempts > 0 then 'failed' else 'waiting' end as state,
         count(*)::int as count from tweeter.jobs group by 1`

/**
 * Puts failed and parked jobs back to be run at once: all of them when `ids` is null, of one listener when it is named.
 * Those that run at this moment are passed over, so nobody waits for a slow mail server here.
 */
export const retryJobs = (tx: Tx, ids: number[] | null, listener: string | null = null) => tx<JobKey>`
  update tweeter.jobs set parked_at = null, attempts = 0, run_at = now()
   where id in (
     select id from tweeter.jobs
      where (parked_at is not null or attempts > 0) and (${ids}::bigint[] is null or id = any(${ids}::bigint[]))
        and (${listener}::text is null or listener = ${listener})
        for update skip locked)
  returning id, listener`

export interface JobKey {
  readonly id: number
  readonly listener: string
}

/** The job, unless it runs at this moment. */
export const dropJob = (tx: Tx, id: number) => tx<JobKey>`
  delete from tweeter.jobs
   where id in (select id from tweeter.jobs where id = ${id} for update skip locked) returning id, listener`

/** Whether a job is there, and has been tried in vain. */
export const hasFailed = (read: Read, id: number) => read<{ failed: boolean }>`
  select parked_at is not null or attempts > 0 as failed from tweeter.jobs where id = ${id}`

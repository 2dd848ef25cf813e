import type { Read } from '../../storage/index.ts'

/** waiting: due, and not run yet; future: its time has not come, be it a first try or another one; parked: given up. */
export type DeskState = 'waiting' | 'future' | 'parked'

export interface DeskJob {
  readonly id: number
  readonly listener: string
  readonly state: DeskState
  readonly attempts: number
  readonly run_at: Date
  readonly last_error: string | null
  readonly created_at: Date
  readonly parked_at: Date | null
  /** The fact as JSON, its beginning only. */
  readonly payload: string
}

export interface JobFilter {
  readonly state: DeskState | null
  readonly listener: string | null
}

/** In the terms of http's Page, which is further down the list than this module. */
interface Bounds {
  readonly below: number
  readonly above: number
  readonly upwards: boolean
  readonly limit: number
}

/** By id, which holds the time at which the job was written; newest first unless upwards. */
export const deskJobs = (read: Read, page: Bounds, filter: JobFilter, now: Date, payloadCharacters: number) =>
  read<DeskJob>`
  select id, listener, attempts, run_at, last_error, created_at, parked_at,
         left(fact::text, ${payloadCharacters}::int) as payload,
         case when parked_at is not null then 'parked' when run_at > ${now} then 'future' else 'waiting' end as state
    from tweeter.jobs
   where id < ${page.below} and id > ${page.above}
     and (${filter.listener}::text is null or listener = ${filter.listener})
     and case ${filter.state}::text
           when 'parked' then parked_at is not null
           when 'future' then parked_at is null and run_at > ${now}
           when 'waiting' then parked_at is null and run_at <= ${now}
           else true end
   order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export interface ListenerJobs {
  readonly listener: string
  readonly waiting: number
  readonly future: number
  readonly parked: number
  /** Of those that are not parked: tried already, in vain. */
  readonly failing: number
  /** Since when the one that is due longest has been due. */
  readonly oldest_at: Date | null
}

/** One pass over the table, which holds only what is still to be done. */
export const jobsByListener = (read: Read, now: Date) => read<ListenerJobs>`
  select listener,
         count(*) filter (where parked_at is null and run_at <= ${now})::int as waiting,
         count(*) filter (where parked_at is null and run_at > ${now})::int as future,
         count(*) filter (where parked_at is not null)::int as parked,
         count(*) filter (where parked_at is null and attempts > 0)::int as failing,
         min(run_at) filter (where parked_at is null and run_at <= ${now}) as oldest_at
    from tweeter.jobs group by listener order by listener`

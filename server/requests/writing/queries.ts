import type { Read, Tx } from '../../storage/index.ts'

/** Processes that ask at once get the same: one of them makes it. @param day as in `2026-11-22`. */
export const makeSalt = (tx: Tx, day: string, salt: Buffer) => tx`
  insert into request_salts (day, salt) values (${day}, ${salt}) on conflict (day) do nothing`

export const readSalts = (tx: Tx, days: readonly string[]) => tx<{ day: string; salt: Buffer }>`
  select day::text as day, salt from request_salts where day = any(${days as string[]}::date[])`

/** @param day the oldest that stays. */
export const purgeSalts = (tx: Tx, day: string) => tx`delete from request_salts where day < ${day}::date`

/** Those of our own segments that somebody has begun to read and not finished. @param readers how many read each. */
export const unfinishedSegments = (read: Read, names: readonly string[], readers: number) => read<{ name: string }>`
  select n.name
    from unnest(${names as string[]}::text[]) as n (name)
    left join request_files f on f.source = 'tweeter' and f.file = n.name
   group by n.name
  having bool_or(not f.finished) or count(f.file) < ${readers}`

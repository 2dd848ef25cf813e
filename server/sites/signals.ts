import { signal } from '../signals/index.ts'

/** @param since when the other site was heard last. */
export const partitioned = signal<{ readonly other: string; readonly since: string }>(
  'sites.partitioned',
  'The other site cannot be reached; each goes on by itself.',
)

export const healed = signal<{ readonly other: string; readonly seconds: number }>(
  'sites.healed',
  'The other site is reached again, after so many seconds; what waited begins to flow.',
)

export const homeChanged = signal<{ readonly home: string; readonly epoch: number; readonly mode: string }>(
  'sites.home-changed',
  'This site learned of a new term of being home, or of another way of writing home rows.',
)

/** In the transaction in which this site learns who the other one is; again when a join is taken up again. */
export const met = signal<{ readonly number: number; readonly name: string }>(
  'sites.met',
  'Another site begins to join this one, or goes on with it.',
)

/** @param untold so many were not told of one by one. */
export const muchArrived = signal<{ readonly untold: number }>(
  'sites.much-arrived',
  'So much came from the other site at once that caches forgot everything instead of hearing each fact.',
)

/** Heard at both sites; `elsewhere` listeners end what one of them had ended while the other did not hear of it. */
export const completed = signal<Record<string, never>>(
  'sites.completed',
  'Rows were exchanged with the other site beside the replication (after it was away for too long, or by a repair).',
)

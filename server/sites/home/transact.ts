/** Writing home rows: where they are written, under which term, and what it means when the answer does not come. */
import type { App } from '../../app.ts'
import { type Read, type Tx, transact } from '../../storage/index.ts'

/**
 * Runs `work` in one transaction of the home database: this one, or that of the other site when that is home. What it
 * emits is heard at both. When it returns here, what it wrote can be read here.
 *
 * @throws a 503 Problem within a second when home cannot be reached or may not write now (nothing was done), or with
 * "outcome unknown, ask again with the same key" when the commit may have happened.
 */
export const transactHome = <T>(app: App, work: (tx: Tx) => Promise<T>): Promise<T> => transact(app.db, work)

/**
 * Reads home rows that must be certain (balances): here, and only while nothing of them can still be undone.
 *
 * @throws a 503 Problem while it is being found out who is home.
 */
export const readHome = <T>(app: App, work: (read: Read) => Promise<T>): Promise<T> => work(app.db.read)

import type { Database } from '../../storage/index.ts'
import * as queries from './queries.ts'
import { type Kind, kinds, publicationOf } from './shapes.ts'

/** Shared rows are never deleted in place, and what each site purges by itself must not travel. */
const published: Readonly<Record<Kind, string>> = { shared: 'insert, update', home: 'insert, update, delete' }

/** Publishes what the comments of the tables say: makes the two publications, or brings them up to date. */
export async function ensurePublications(db: Database): Promise<void> {
  for (const kind of kinds) {
    const name = publicationOf(kind)
    const [want, have] = await Promise.all([queries.tablesOf(db.read, kind), queries.publishedTables(db.read, name)])
    if (have === null) await queries.createPublication(db, name, want, published[kind])
    else if (want.join() !== have.join()) await queries.setPublished(db, name, want)
  }
}

export async function dropPublications(db: Database): Promise<void> {
  for (const kind of kinds) await queries.dropPublication(db, publicationOf(kind))
}

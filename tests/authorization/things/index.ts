/** What the table's rows are tried on, by the name that they have there. Each is made anew, for the owner of a stage. */
import type { Stage } from '../cast.ts'
import { collections } from './collections.ts'
import { network } from './network.ts'
import { operation } from './operation.ts'
import { own } from './own.ts'
import { people } from './people.ts'
import { posts } from './posts.ts'
import { seen } from './seen.ts'
import { trends } from './trends.ts'

export interface Thing {
  /** What stands in the places of the address: `{ id }` for `/:id`. */
  readonly params?: Readonly<Record<string, string>>
  /** An answer that has this text shows the thing, as `200+` in the table says. */
  readonly sign?: string
  /** Added to what the route is asked with (asks.ts). */
  readonly body?: object
  readonly query?: string
  /** The owner's token, for what belongs to a token and not to a person. */
  readonly token?: string
}

export type Maker = (stage: Stage) => Promise<Thing>

const nothing: Maker = async () => ({})

const all: Record<string, Maker> = {
  '-': nothing,
  ...people,
  ...posts,
  ...own,
  ...collections,
  ...network,
  ...operation,
  ...seen,
  ...trends,
}

/** @throws Error when the table names a thing that nobody can make. */
export async function make(name: string, stage: Stage): Promise<Thing> {
  const maker = all[name]
  if (!maker) throw new Error(`The table names "${name}", which things/ cannot make.`)
  return await maker(stage)
}

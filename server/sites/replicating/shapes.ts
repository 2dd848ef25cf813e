import type { Database } from '../../storage/index.ts'

/** The two classes of tables that travel. */
export type Kind = 'shared' | 'home'
export const kinds: readonly Kind[] = ['shared', 'home']

export interface Site {
  readonly number: number
  readonly db: Database
}

/** Both sites as one of them reaches them. */
export interface Pair {
  readonly here: Site
  readonly there: Site
}

/** And how the Postgres of `here` reaches that of `there`: a connection string of libpq, without application_name. */
export interface Ends extends Pair {
  readonly conninfo: string
}

export const turned = ({ here, there }: Pair): Pair => ({ here: there, there: here })

export const publicationOf = (kind: Kind) => `tweeter_${kind}`

/** The name of the subscription of a site and of its slot at the other; walsenders bear it as application_name. */
export const subscriptionOf = (kind: Kind, site: number) => `tweeter_${kind}_${site}`

export interface SlotRow {
  readonly name: string
  readonly active: boolean
  readonly walStatus: 'reserved' | 'extended' | 'unreserved' | 'lost'
  readonly waitingBytes: number | null
  readonly lagSeconds: number
  readonly inactiveSince: Date | null
}

export interface SubscriptionRow {
  readonly name: string
  readonly enabled: boolean
  readonly running: boolean
  readonly heardAt: Date | null
  readonly errors: number
  readonly skipped: number
  readonly pauses: readonly string[]
}

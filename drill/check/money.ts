/** Transfers: none lost, none twice, none that was refused; and every balance that was read was so at some moment. */
import { type Balance, type Event, places } from '../history.ts'
import type { TransferRow } from '../queries.ts'
import { bySite, type Facts, type Findings, repeated } from './facts.ts'

type TransferEvent = Event & { readonly act: Extract<Event['act'], { kind: 'transfer' }> }

/** The attempts of each key, in order. */
function attemptsOf(events: readonly Event[]): Map<string, TransferEvent[]> {
  const attempts = new Map<string, TransferEvent[]>()
  for (const event of events) {
    if (event.act.kind !== 'transfer') continue
    const list = attempts.get(event.act.key) ?? []
    list.push(event as TransferEvent)
    attempts.set(event.act.key, list)
  }
  return attempts
}

const keysOf = (rows: readonly TransferRow[]) => rows.map((row) => row.key)

export const lostTransfers = ({ events, endings }: Facts): Findings => {
  const acknowledged = [...attemptsOf(events)].flatMap(([key, attempts]) => {
    const yes = attempts.find((event) => event.outcome === 'yes')
    return yes ? [{ key, ms: Math.round(yes.endMs), at: yes.at }] : []
  })
  return bySite((place) => {
    const done = new Set(keysOf(endings[place].transfers))
    return acknowledged
      .filter(({ key }) => !done.has(key))
      .map(({ key, ms, at }) => `the transfer ${key}, acknowledged at site ${at} at ${ms} ms, is not there`)
  })
}

export const doneTwice = ({ endings }: Facts): Findings => bySite((place) => repeated(keysOf(endings[place].transfers)))

/** Whoever is told "no" may believe that nothing happened. */
export function refusedButDone({ events, endings }: Facts): Findings {
  const done = new Set(places.flatMap((place) => keysOf(endings[place].transfers)))
  return [...attemptsOf(events)]
    .filter(([key, attempts]) => attempts.every((event) => event.outcome === 'no') && done.has(key))
    .map(
      ([key, attempts]) =>
        `${key}: ${attempts.map(({ at, endMs, error }) => `site ${at} at ${Math.round(endMs)} ms: ${error}`).join('; ')}`,
    )
}

export const sumChanged = ({ endings, money }: Facts): Findings =>
  bySite((place) => {
    const sum = endings[place].balances.reduce((total, { balance }) => total + balance, 0)
    return sum === money ? [] : [`by ${sum - money}`]
  })

/** What each account held after each of its transfers, worked out from what both sites say was moved. */
export class Ledger {
  readonly #steps = new Map<number, { change: number; balance: number }[]>()
  readonly #each: number
  readonly #rows: readonly TransferRow[]
  /** Two transfers that each say they are the n-th of an account, or an n-th that is missing. */
  readonly forks: string[] = []

  constructor(rows: readonly TransferRow[], each: number) {
    this.#rows = rows
    this.#each = each
    for (const row of rows) {
      this.#add(row.from, row.fromVersion, -row.amount)
      this.#add(row.to, row.toVersion, row.amount)
    }
    for (const [account, steps] of this.#steps) {
      let balance = each
      for (let at = 0; at < steps.length; at++) {
        const step = steps[at]
        if (!step) this.forks.push(`account ${account} has no ${at + 1}. transfer`)
        else step.balance = balance += step.change
      }
    }
  }

  #add(account: number, version: number, change: number): void {
    const steps = this.#steps.get(account) ?? []
    this.#steps.set(account, steps)
    if (steps[version - 1]) this.forks.push(`account ${account} has two transfers that are its ${version}.`)
    steps[version - 1] = { change, balance: 0 }
  }

  /** undefined: it never had so many transfers. */
  balanceAt(account: number, version: number): number | undefined {
    const steps = this.#steps.get(account) ?? []
    if (version > steps.length) return undefined
    return version === 0 ? this.#each : steps[version - 1]?.balance
  }

  /** Why these balances never stood together; null: they did. They did when each transfer is in both or in neither. */
  whyImpossible(read: readonly Balance[]): string | null {
    const versions = new Map(read.map(({ account, version }) => [account, version]))
    for (const { account, balance, version } of read) {
      const was = this.balanceAt(account, version)
      if (was === undefined) return `account ${account} never had ${version} transfers`
      if (was !== balance) return `account ${account} held ${was} after ${version} transfers, not ${balance}`
    }
    for (const row of this.#rows) {
      const given = (versions.get(row.from) ?? 0) >= row.fromVersion
      const taken = (versions.get(row.to) ?? 0) >= row.toVersion
      if (given !== taken) return `the transfer ${row.key} was seen on one of its two sides`
    }
    return null
  }
}

export const neverWere = ({ events, endings, money }: Facts): Findings =>
  bySite((place) => {
    const { balances, transfers } = endings[place]
    const ledger = new Ledger(transfers, money / balances.length)
    const last = ledger.whyImpossible(balances)
    const reads = events.flatMap((event) => {
      const why = event.at === place && event.balances ? ledger.whyImpossible(event.balances) : null
      return why ? [`read at ${Math.round(event.endMs)} ms: ${why}`] : []
    })
    return [...ledger.forks, ...(last ? [`at the end: ${last}`] : []), ...reads]
  })

/** At one site, what was read later must not be older. */
export const wentBack = ({ events }: Facts): Findings =>
  bySite((place) => {
    const wrong: string[] = []
    const reads = events.filter((event) => event.at === place && event.balances)
    const seenOf = new Map<number, { version: number; endMs: number }[]>()
    for (const { balances, beginMs, endMs } of reads.toSorted((one, two) => one.endMs - two.endMs)) {
      for (const { account, version } of balances!) {
        const seen = seenOf.get(account) ?? []
        // The last that ended before this one began.
        const older = seen.findLast((one) => one.endMs <= beginMs)
        if (older && older.version > version) wrong.push(`account ${account} at ${Math.round(endMs)} ms`)
        seen.push({ version, endMs })
        seenOf.set(account, seen)
      }
    }
    return wrong
  })

export interface Unknowns {
  readonly all: number
  /** Of which it came out that it had been done, or that it had not. */
  readonly done: number
  readonly notDone: number
}

/** How transfers ended whose first answer was that nobody knows. */
export function unknowns({ events, endings }: Facts): Unknowns {
  const done = new Set(keysOf(endings[0].transfers))
  const open = [...attemptsOf(events)].filter(([, attempts]) => attempts.some((event) => event.outcome === 'unknown'))
  const were = open.filter(([key]) => done.has(key)).length
  return { all: open.length, done: were, notDone: open.length - were }
}

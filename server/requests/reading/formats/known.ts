import { agentOf } from '../../agents.ts'
import type { SeriesName } from '../row.ts'

/** What an agent comes to. */
export interface KnownAgent {
  /** A number of `Known.agents`. */
  readonly family: number
  readonly isBot: boolean
}

/** Beyond these, texts that somebody makes up anew for each request cost memory and tell nothing. */
const MOST_METHODS = 32
const MOST_FAMILIES = 8192

/** In logs of others agents come as they were sent, and a series is what method, status and kind are: numbers for both. */
export class Known {
  readonly series: SeriesName[] = []
  /** `none` is for those who did not say. */
  readonly agents: string[] = ['none']
  readonly #families = new Map<string, number>([['none', 0]])
  readonly #methods = new Set<string>()
  readonly #seriesOf = new Map<string, number>()

  agentOf(text: string): KnownAgent {
    const { family: name, kind } = agentOf(text)
    const family = this.#families.get(name) ?? this.#newFamily(name)
    return { family, isBot: kind === 'bot' }
  }

  /** @param method '' where there is none; one that is none, or one too many, counts as such. */
  seriesOf(method: string, status: number, isBot: boolean): number {
    const known = this.#methods.has(method) || this.#isNewMethod(method) ? method : ''
    const key = `${isBot} ${known} ${status}`
    const id = this.#seriesOf.get(key)
    if (id !== undefined) return id
    this.#seriesOf.set(key, this.series.length)
    return this.series.push({ kind: isBot ? 'bot' : 'person', method: known, route: '', status }) - 1
  }

  #newFamily(name: string): number {
    if (this.agents.length === MOST_FAMILIES) return this.#families.get('other')!
    if (this.agents.length === MOST_FAMILIES - 1 && !this.#families.has('other')) return this.#put('other')
    return this.#put(name)
  }

  #put(name: string): number {
    const id = this.agents.push(name) - 1
    this.#families.set(name, id)
    return id
  }

  #isNewMethod(method: string): boolean {
    if (this.#methods.size === MOST_METHODS || !/^[A-Z-]{1,20}$/.test(method)) return false
    this.#methods.add(method)
    return true
  }
}

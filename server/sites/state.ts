/** What this process knows of the two sites. Written by `link` (reachability) and `home` (who may write); read by all. */
import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'

/** How home rows are written in this term; see tweeter.here. */
export type HomeMode = 'alone' | 'both' | 'solo' | 'fenced'

/** The row of tweeter.here. */
export interface Here {
  readonly site: number
  readonly name: string
  /** 0 while there is no second site. */
  readonly epoch: number
  readonly home: number
  readonly mode: HomeMode
  readonly correctionMs: number
}

/** The row of tweeter.sites. */
export interface Other {
  readonly number: number
  readonly name: string
  readonly address: string
  readonly certificate: string
  readonly databaseUrl: string | null
  readonly state: 'joining' | 'joined' | 'away'
  readonly joinedAt: Date | null
}

export class SiteState {
  here: Here = { site: 0, name: 'here', epoch: 0, home: 0, mode: 'alone', correctionMs: 0 }
  other: Other | null = null
  /** The other site answered lately. Without another site: true. */
  reachable = true
  /** Since when that is so. */
  since: Date | null = null
  /** Until when, by performance.now(), this site may act as home; Infinity where nobody else could take over. */
  homeUntilMs = Number.POSITIVE_INFINITY

  get isHome(): boolean {
    return this.here.epoch === 0 || this.here.home === this.here.site
  }
}

export const stateOf = perApp((_app: App) => new SiteState())

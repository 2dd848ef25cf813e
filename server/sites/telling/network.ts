/** What the network tells of its two sites: to people and apps, to load balancers, and to Prometheus. */
import { Gauge } from 'prom-client'
import Type, { type Static } from 'typebox'
import type { App } from '../../app.ts'
import { degradeBy, metricsOf } from '../../http/index.ts'
import { stateOf } from '../state.ts'

/** What somebody may be doing: `works` now, or `waits` for the other site. */
const Doing = Type.Union([
  Type.Literal('reading'),
  Type.Literal('posting'),
  Type.Literal('following'),
  Type.Literal('news_of_the_other_site'),
  Type.Literal('media_of_the_other_site'),
  Type.Literal('signing_up'),
  Type.Literal('changing_email'),
  Type.Literal('money'),
])

export const Network = Type.Object({
  /** 1, or 2 when there are two databases that replicate to each other. */
  sites: Type.Integer(),
  site: Type.String({ description: 'The name of the site that answers.' }),
  /** The name of the other one; null when there is none. */
  other: Type.Union([Type.String(), Type.Null()]),
  /** The site where names are claimed and money moves. */
  home: Type.String(),
  /** The other site is not reached, or home does not serve at this moment. */
  degraded: Type.Boolean(),
  /** Since when the other site has not been heard; null while it is. */
  since: Type.Union([Type.String(), Type.Null()]),
  works: Type.Array(Doing),
  waits: Type.Array(Doing),
})
export type Network = Static<typeof Network>

const shared = ['reading', 'posting', 'following'] as const
const atHome = ['signing_up', 'changing_email', 'money'] as const
const fromThere = ['news_of_the_other_site', 'media_of_the_other_site'] as const

/** From memory: no statement. */
export function describeNetwork(app: App): Network {
  const state = stateOf(app)
  const { here, other, reachable, since } = state
  const names = new Map([[here.site, here.name], ...(other ? ([[other.number, other.name]] as const) : [])])
  const homeWorks =
    other === null ||
    (state.isHome
      ? here.mode !== 'fenced' && performance.now() < state.homeUntilMs
      : reachable && here.mode !== 'fenced')
  return {
    sites: other ? 2 : 1,
    site: here.name,
    other: other?.name ?? null,
    home: names.get(here.home) ?? here.name,
    degraded: !(reachable && homeWorks),
    since: reachable ? null : (since?.toISOString() ?? null),
    works: [...shared, ...(homeWorks ? atHome : []), ...(reachable ? fromThere : [])],
    waits: [...(homeWorks ? [] : atHome), ...(reachable ? [] : fromThere)],
  }
}

/** `/health/ready` stays 200 and says what is not whole; `/metrics` has the figures. */
export function tellOfSites(app: App): void {
  degradeBy(app, () => {
    const { degraded, other, since, waits } = describeNetwork(app)
    return degraded ? [{ part: 'sites', other: other ?? '', since, waits }] : []
  })
  const registers = [metricsOf(app)]
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  const state = stateOf(app)
  gauge('tweeter_sites', 'How many sites the network has.', () => (state.other ? 2 : 1))
  gauge('tweeter_site_other_reachable', '1 while the other site answers, or there is none.', () =>
    Number(state.reachable),
  )
  gauge('tweeter_site_is_home', '1 where home rows are written.', () => Number(state.isHome))
  gauge('tweeter_site_epoch', 'The term of being home.', () => state.here.epoch)
  gauge('tweeter_site_partition_seconds', 'For how long the other site has not been heard.', () =>
    state.reachable || !state.since ? 0 : (app.now().getTime() - state.since.getTime()) / 1000,
  )
}

import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'
import { activityRows, type StatsRow, statsRow } from './queries.ts'

/** Counts of the whole network, at most ten seconds old. */
export const networkStats: (app: App) => Promise<StatsRow> = keptFor(10_000, async (app) => {
  return (await statsRow(app.db.read, app.now()))[0]!
})

/** Mastodon's twelve weeks of activity, numbers as text; at most ten minutes old, since it counts posts one by one. */
export const weeklyActivity = keptFor(600_000, async (app) => {
  const rows = await activityRows(app.db.read, app.now())
  return rows.map(({ week, statuses, logins, registrations }) => ({
    week: String(week),
    statuses: String(statuses),
    logins: String(logins),
    registrations: String(registrations),
  }))
})

/** Keeps what was loaded for a while. Whoever comes while it is loading waits for the same load; failures are not kept. */
function keptFor<T>(ms: number, load: (app: App) => Promise<T>): (app: App) => Promise<T> {
  const kept = perApp((_app: App): { value: Promise<T> | null; untilMs: number } => ({ value: null, untilMs: 0 }))
  return (app) => {
    const state = kept(app)
    const nowMs = app.now().getTime()
    if (state.value === null || state.untilMs <= nowMs) {
      const loading = load(app)
      loading.catch(() => {
        if (state.value === loading) state.value = null
      })
      Object.assign(state, { value: loading, untilMs: nowMs + ms })
      return loading
    }
    return state.value
  }
}

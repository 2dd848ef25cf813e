import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'
import { type PopularRow, popular } from './queries.ts'

const KEPT_MS = 60_000
const LATELY_MS = 30 * 24 * 3600 * 1000
const POSTS_LOOKED_AT = 100_000
const MOST = 200

interface Kept {
  rows: Promise<readonly PopularRow[]> | null
  untilMs: number
}

const kept = perApp((_app: App): Kept => ({ rows: null, untilMs: 0 }))

/**
 * Whom many follow, and with whom many have to do lately; at most a minute old, since it is the same for everybody and
 * takes long where there are many. Whether one may still be shown is for the caller to look at.
 */
export async function popularAccounts(app: App): Promise<readonly PopularRow[]> {
  const state = kept(app)
  const nowMs = app.now().getTime()
  if (state.rows !== null && nowMs < state.untilMs) return await state.rows
  const loading: Promise<readonly PopularRow[]> = Promise.resolve(
    popular(app.db.read, new Date(nowMs - LATELY_MS), POSTS_LOOKED_AT, MOST),
  )
  loading.catch(() => {
    if (state.rows === loading) state.rows = null
  })
  Object.assign(state, { rows: loading, untilMs: nowMs + KEPT_MS })
  return await loading
}

/** Looks anew at the next question. */
export function forgetPopular(app: App): void {
  kept(app).rows = null
}

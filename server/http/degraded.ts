/** What is not whole although the server serves: `/health/ready` says it and stays 200. */
import Type, { type Static } from 'typebox'
import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'

export const Degraded = Type.Object({
  part: Type.Literal('sites'),
  /** The name of the site that is not reached, or does not serve as home. */
  other: Type.String(),
  since: Type.Union([Type.String(), Type.Null()]),
  /** What people have to wait for. */
  waits: Type.Array(Type.String()),
})
export type Degraded = Static<typeof Degraded>

const degrading = perApp((_app: App): { by: () => Degraded[] } => ({ by: () => [] }))

/** Lets a module above say it; answered from memory, as load balancers ask often. */
export function degradeBy(app: App, by: () => Degraded[]): void {
  degrading(app).by = by
}

export const degradedParts = (app: App): Degraded[] => degrading(app).by()

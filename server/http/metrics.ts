import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { App } from '../app.ts'
import { perApp } from '../kit/index.ts'
import type { Bus } from '../signals/index.ts'
import { requestServed } from './signals.ts'
import { noteRequest } from './traffic.ts'

/** One registry per App, so that two in a process do not add up. */
export const registryOf = perApp((_app: App) => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'tweeter_http_request_seconds',
    help: 'How long requests took, by route pattern.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  })
  const jobs = new Gauge({
    name: 'tweeter_jobs',
    help: 'Jobs by state.',
    labelNames: ['state'],
    registers: [registry],
  })
  return { registry, requests, jobs }
})

/** Where a module puts figures of its own. */
export const metricsOf = (app: App): Registry => registryOf(app).registry

export function listen(bus: Bus, app: App): void {
  const { requests } = registryOf(app)
  // Finding a label's counter costs more than counting; there are as many as routes and kinds of answers.
  const counters = new Map<string, { observe(seconds: number): void }>()
  bus.after(requestServed, 'http.metrics', ({ route, method, status, durationMs }) => {
    const kind = `${Math.floor(status / 100)}xx`
    const key = `${kind} ${method} ${route}`
    let counter = counters.get(key)
    if (!counter) {
      counter = requests.labels(route ?? 'none', method, kind)
      counters.set(key, counter)
    }
    counter.observe(durationMs / 1000)
  })
  bus.after(requestServed, 'http.traffic', ({ status, durationMs, stream }) => {
    if (!stream) noteRequest(app, status, durationMs)
  })
}

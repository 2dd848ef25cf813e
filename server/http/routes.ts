import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { App } from '../app.ts'
import { forbidden, LANGUAGES, notFound, unavailable } from '../kit/index.ts'
import { countJobs } from '../signals/index.ts'
import { isAlive } from '../storage/index.ts'
import { Degraded, degradedParts } from './degraded.ts'
import { ownPath } from './forms.ts'
import { rememberLanguage } from './language.ts'
import { registryOf } from './metrics.ts'
import { type Asset, pageCss, pageIcon } from './page.ts'
import { type Call, type Route, route, type Viewer } from './route.ts'

const LanguageChoice = Type.Object({
  language: Type.Union(LANGUAGES.map(({ code }) => Type.Literal(code))),
  back: Type.Optional(Type.String({ maxLength: 4000 })),
})

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/health/live',
    scope: 'public',
    limit: 'asset',
    summary: 'Is the process there?',
    reply: Type.Object({ status: Type.Literal('ok') }),
    handle: () => ({ status: 'ok' as const }),
  }),
  route({
    method: 'GET',
    url: '/health/ready',
    scope: 'public',
    limit: 'asset',
    summary: 'Can it serve? 503 when the database does not answer; `degraded` names what waits for the other site.',
    reply: Type.Object({
      status: Type.Literal('ok'),
      database: Type.Literal('ok'),
      degraded: Type.Optional(Type.Array(Degraded)),
    }),
    handle: async ({ app }) => {
      if (!(await isAlive(app.db))) throw unavailable('The database does not answer.', 5)
      const degraded = degradedParts(app)
      return { status: 'ok' as const, database: 'ok' as const, ...(degraded.length > 0 && { degraded }) }
    },
  }),
  route({
    method: 'GET',
    url: '/health',
    scope: 'public',
    limit: 'asset',
    summary: "The same in Mastodon's words",
    reply: Type.Object({ status: Type.Literal('UP') }),
    handle: async ({ app }) => {
      if (!(await isAlive(app.db))) throw unavailable('The database does not answer.', 5)
      return { status: 'UP' as const }
    },
  }),
  route({
    method: 'GET',
    url: '/metrics',
    scope: 'public',
    limit: 'asset',
    summary: 'Metrics in the Prometheus text format; for this machine, or for the holder of the metrics token.',
    handle: metrics,
  }),
  route({
    method: 'POST',
    url: '/language',
    scope: 'public',
    limit: 'page',
    summary: 'Choose the language of the pages in this browser',
    body: LanguageChoice,
    page: true,
    handle: ({ app, body, reply }) => {
      rememberLanguage(app, reply, body.language)
      return reply.redirect(ownPath(app, body.back), 303)
    },
  }),
  route({
    method: 'GET',
    url: '/assets/:file',
    scope: 'public',
    limit: 'asset',
    summary: 'Style and icon of the server-rendered pages',
    params: Type.Object({ file: Type.String() }),
    handle: ({ params, reply }) => {
      const found = [pageCss, pageIcon].find((asset: Asset) => asset.path === `/assets/${params.file}`)
      if (!found) throw notFound()
      return reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('cross-origin-resource-policy', 'same-origin')
        .type(found.type)
        .send(found.body)
    },
  }),
]

async function metrics({ app, request, reply }: Call<Viewer | null, unknown, unknown, unknown>): Promise<unknown> {
  if (!mayReadMetrics(app, request)) {
    throw forbidden('Metrics are for this machine, or for the holder of TWEETER_METRICS_TOKEN.')
  }
  const { registry, jobs } = registryOf(app)
  for (const state of ['waiting', 'failed', 'parked'] as const) jobs.set({ state }, 0)
  for (const row of await countJobs(app.db.read)) jobs.set({ state: row.state }, row.count)
  return reply.type(registry.contentType).send(await registry.metrics())
}

/** A proxy on this machine whose word is not trusted comes from here as well, but says that it forwards. */
const forwarding = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

function mayReadMetrics(app: App, { ip, headers }: FastifyRequest): boolean {
  const { metricsToken } = app.config
  if (metricsToken === null) {
    const isForwarded = app.config.trustProxy.length === 0 && forwarding.some((name) => headers[name] !== undefined)
    return !isForwarded && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(ip)
  }
  const given = Buffer.from(headers.authorization?.replace(/^bearer +/i, '') ?? '')
  const wanted = Buffer.from(metricsToken)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

import { createRequire } from 'node:module'
import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import type { App } from '../app.ts'
import type { Route } from './route.ts'

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string }

/** Tweeter's own version. */
export const tweeterVersion = version

/** OpenAPI at `/docs/json`, and a page that reads it at `/docs`; both made from the routes themselves. */
export async function serveDocs(app: App, http: FastifyInstance): Promise<void> {
  await http.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: `${app.config.name} API`,
        version,
        description: "Mastodon's client API, and what it lacks under `/api/tweeter/v1/`.",
      },
      servers: [{ url: app.config.url }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
  })
  http.get('/docs/json', { schema: { hide: true } as FastifySchema }, () => http.swagger())
  // The whole page is a text in it, 40 MB of memory that commands which serve nothing need not have.
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  await http.register(scalar, {
    routePrefix: '/docs',
    hooks: {
      onRequest: (_request, reply, done) => {
        // The page is a bundle that Scalar's package carries; it runs inline code and draws its own styles.
        reply.header(
          'content-security-policy',
          "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'",
        )
        done()
      },
    },
    configuration: {
      url: '/docs/json',
      telemetry: false,
      withDefaultFonts: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
      hideClientButton: true,
    },
  })
}

/** What the OpenAPI page says of a route. */
export function describe(route: Route): FastifySchema {
  const need = route.scope === 'public' ? 'No token is needed.' : `Scope: \`${route.scope}\`.`
  return {
    summary: route.summary,
    description: `${need} Rate limit class: \`${route.limit}\`.`,
    hide: route.page,
    tags: [/^\/(?:api\/(?:tweeter\/)?v\d\/)?([^/:]+)/.exec(route.url)?.[1] ?? 'other'],
    ...(route.scope === 'public' ? {} : { security: [{ bearer: [] }] }),
    ...(route.params ? { params: route.params } : {}),
    ...(route.query ? { querystring: route.query } : {}),
    ...(route.body ? { body: route.body } : {}),
    ...(route.reply ? { response: { 200: route.reply } } : {}),
  } as FastifySchema
}

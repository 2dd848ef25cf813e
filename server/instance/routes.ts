import Type from 'typebox'
import { type Route, route } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { currentRules, PublicDomainBlock, publicDomainBlocks, Rule } from '../moderation/index.ts'
import { absent } from './absent.ts'
import { describeV1, describeV2 } from './describe.ts'
import { hostMetaJson, hostMetaXml, nodeInfo, nodeInfoLinks, nodeInfoType, webfinger } from './discovery.ts'
import { reportHealth } from './health/report.ts'
import { HealthReport } from './health/schema.ts'
import { languages } from './languages.ts'
import { sendIcon, sendMaskable, sendPreview } from './pictures.ts'
import { Instance, Language, NodeInfoLinks, Statement, V1Instance, Week } from './schema.ts'
import { extendedDescription, privacyPolicy } from './statements.ts'
import { weeklyActivity } from './stats.ts'

/** A list that is empty for every network, until there is a part of Tweeter that can fill it. */
const emptyList = (url: string, summary: string, of: Type.TSchema = Type.Unknown()) =>
  route({
    method: 'GET',
    url,
    scope: 'public',
    limit: 'read',
    summary,
    reply: Type.Array(of),
    handle: () => [],
  })

const nodeInfoRoute = (url: '/nodeinfo/2.0' | '/nodeinfo/2.1', version: '2.0' | '2.1') =>
  route({
    method: 'GET',
    url,
    scope: 'public',
    limit: 'read',
    summary: `NodeInfo ${version}: which software this is, and how large the network`,
    handle: async ({ app, reply }) => reply.type(nodeInfoType(version)).send(await nodeInfo(app, version)),
  })

const documents: Route[] = [
  route({
    method: 'GET',
    url: '/api/v2/instance',
    scope: 'public',
    limit: 'read',
    summary: 'What this network is, what it takes and what it can do',
    reply: Instance,
    handle: ({ app }) => describeV2(app),
  }),
  route({
    method: 'GET',
    url: '/api/v1/instance',
    scope: 'public',
    limit: 'read',
    summary: 'The same in its older form',
    reply: V1Instance,
    handle: ({ app }) => describeV1(app),
  }),
  route({
    method: 'GET',
    url: '/api/v1/instance/activity',
    scope: 'public',
    limit: 'read',
    summary: 'Posts, sign-ins and sign-ups of the last twelve weeks',
    reply: Type.Array(Week),
    handle: ({ app }) => weeklyActivity(app),
  }),
  route({
    method: 'GET',
    url: '/api/v1/instance/extended_description',
    scope: 'public',
    limit: 'read',
    summary: 'The description as HTML',
    reply: Statement,
    handle: ({ app }) => extendedDescription(app),
  }),
  route({
    method: 'GET',
    url: '/api/v1/instance/privacy_policy',
    scope: 'public',
    limit: 'read',
    summary: 'What is kept, and who sees it',
    reply: Statement,
    handle: ({ app }) => privacyPolicy(app),
  }),
  route({
    method: 'GET',
    url: '/api/v1/instance/terms_of_service',
    scope: 'public',
    limit: 'read',
    summary: 'Terms of service: none are set, which is a 404',
    handle: () => {
      throw notFound('This network has no terms of service.')
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/instance/translation_languages',
    scope: 'public',
    limit: 'read',
    summary: 'Languages that posts can be translated between: none',
    reply: Type.Object({}),
    handle: () => ({}),
  }),
  route({
    method: 'GET',
    url: '/api/v1/instance/languages',
    scope: 'public',
    limit: 'read',
    summary: 'Languages that a post may say it is in, by their English names',
    reply: Type.Array(Language),
    handle: () => languages,
  }),
  emptyList('/api/v1/instance/peers', 'Other networks that this one knows: none', Type.String()),
  route({
    method: 'GET',
    url: '/api/v1/instance/rules',
    scope: 'public',
    limit: 'read',
    summary: 'Rules of this network',
    reply: Type.Array(Rule),
    handle: ({ app }) => currentRules(app),
  }),
  route({
    method: 'GET',
    url: '/api/v1/instance/domain_blocks',
    scope: 'public',
    limit: 'read',
    summary: 'Networks that this one limits or keeps out',
    reply: Type.Array(PublicDomainBlock),
    handle: ({ app }) => publicDomainBlocks(app),
  }),
]

const discovery: Route[] = [
  route({
    method: 'GET',
    url: '/.well-known/nodeinfo',
    scope: 'public',
    limit: 'read',
    summary: 'Where NodeInfo is',
    reply: NodeInfoLinks,
    handle: ({ app }) => nodeInfoLinks(app),
  }),
  nodeInfoRoute('/nodeinfo/2.0', '2.0'),
  nodeInfoRoute('/nodeinfo/2.1', '2.1'),
  route({
    method: 'GET',
    url: '/.well-known/host-meta',
    scope: 'public',
    limit: 'read',
    summary: 'Where WebFinger is, as XML (RFC 6415)',
    handle: ({ app, reply }) => reply.type('application/xrd+xml; charset=utf-8').send(hostMetaXml(app)),
  }),
  route({
    method: 'GET',
    url: '/.well-known/host-meta.json',
    scope: 'public',
    limit: 'read',
    summary: 'Where WebFinger is, as JSON (RFC 6415)',
    reply: NodeInfoLinks,
    handle: ({ app }) => hostMetaJson(app),
  }),
  route({
    method: 'GET',
    url: '/.well-known/webfinger',
    scope: 'public',
    limit: 'read',
    summary: 'Who is that? (RFC 7033)',
    query: Type.Object({
      resource: Type.Optional(
        Type.String({ maxLength: 500, description: '`acct:alice@host`, or the address of a page' }),
      ),
      rel: Type.Optional(Type.Array(Type.String(), { maxItems: 20 })),
    }),
    handle: async ({ app, query, reply }) => {
      const found = await webfinger(app, query.resource, query.rel ?? [])
      return reply.type('application/jrd+json; charset=utf-8').send(found)
    },
  }),
]

const pictures: Route[] = [
  route({
    method: 'GET',
    url: '/assets/icon-:size.png',
    scope: 'public',
    limit: 'asset',
    summary: "The network's icon as PNG",
    params: Type.Object({ size: Type.Integer() }),
    handle: ({ params, reply }) => sendIcon(params.size, reply),
  }),
  route({
    method: 'GET',
    url: '/assets/maskable-:size.png',
    scope: 'public',
    limit: 'asset',
    summary: "The network's icon with a margin, for phones that cut icons to a shape",
    params: Type.Object({ size: Type.Integer() }),
    handle: ({ params, reply }) => sendMaskable(params.size, reply),
  }),
  route({
    method: 'GET',
    url: '/assets/preview-:width.png',
    scope: 'public',
    limit: 'asset',
    summary: 'The picture of the network for link previews',
    params: Type.Object({ width: Type.Integer() }),
    handle: ({ params, reply }) => sendPreview(params.width, reply),
  }),
  route({
    method: 'GET',
    url: '/favicon.ico',
    scope: 'public',
    limit: 'asset',
    summary: 'The icon for those who ask for it by habit',
    handle: ({ reply }) => sendIcon(48, reply),
  }),
  route({
    method: 'GET',
    url: '/apple-touch-icon.png',
    scope: 'public',
    limit: 'asset',
    summary: 'The icon for the home screen of an iPhone, which asks for it by this name',
    handle: ({ reply }) => sendIcon(180, reply),
  }),
]

const operation: Route[] = [
  route({
    method: 'GET',
    url: '/api/tweeter/v1/admin/health',
    scope: 'admin:read',
    limit: 'read',
    summary: 'How the server is at this moment, for those who run it',
    reply: HealthReport,
    handle: ({ app, viewer }) => reportHealth(app, viewer),
  }),
]

export const routes: Route[] = [...documents, ...absent, ...discovery, ...pictures, ...operation]

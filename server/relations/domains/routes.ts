import Type from 'typebox'
import { Empty, PageQuery, type Route, route } from '../../http/index.ts'
import { blockDomain, showDomainBlocks, unblockDomain } from './block.ts'

const Domain = Type.Object({ domain: Type.Optional(Type.String({ description: 'A name such as example.org' })) })

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/domain_blocks',
    scope: 'read:blocks',
    limit: 'read',
    summary: 'Networks that you block',
    query: PageQuery(100, 200),
    reply: Type.Array(Type.String()),
    handle: showDomainBlocks,
  }),
  route({
    method: 'POST',
    url: '/api/v1/domain_blocks',
    scope: 'write:blocks',
    limit: 'write',
    summary: 'Block a whole network',
    body: Domain,
    reply: Empty,
    handle: ({ app, viewer, body }) => blockDomain(app, viewer, body.domain),
  }),
  route({
    method: 'DELETE',
    url: '/api/v1/domain_blocks',
    scope: 'write:blocks',
    limit: 'write',
    summary: 'Take the block of a network back; its name comes in the body or in the query',
    query: Domain,
    body: Domain,
    reply: Empty,
    handle: ({ app, viewer, query, body }) => unblockDomain(app, viewer, body.domain ?? query.domain),
  }),
]

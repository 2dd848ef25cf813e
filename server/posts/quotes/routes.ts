import Type from 'typebox'
import { Id, IdParams, linkPages, PageQuery, pageOf, type Route, route } from '../../http/index.ts'
import { PolicyBody, Status } from '../schema.ts'
import { quotesOf, revoke, setPolicy } from './quotes.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/statuses/:id/quotes',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'The posts that quote a post',
    params: IdParams,
    query: PageQuery(20, 40),
    reply: Type.Array(Status),
    shows: 'posts',
    handle: async (call) => {
      const { posts, ids } = await quotesOf(call.app, call.viewer, call.params.id, pageOf(call.query))
      linkPages(call, ids, call.query.limit)
      return posts
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/statuses/:id/quotes/:quoting_status_id/revoke',
    scope: 'write:statuses',
    limit: 'write',
    summary: 'Take back that a post may quote one of yours',
    params: Type.Object({ id: Id, quoting_status_id: Id }),
    reply: Status,
    handle: ({ app, viewer, params }) => revoke(app, viewer, params.id, params.quoting_status_id),
  }),
  route({
    method: 'PUT',
    url: '/api/v1/statuses/:id/interaction_policy',
    scope: 'write:statuses',
    limit: 'write',
    summary: 'Say who may quote a post of yours',
    params: IdParams,
    body: PolicyBody,
    reply: Status,
    handle: ({ app, viewer, params, body }) => setPolicy(app, viewer, params.id, body.quote_approval_policy),
  }),
]

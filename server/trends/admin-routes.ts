import Type from 'typebox'
import { IdParams, type Route, route } from '../http/index.ts'
import { linksToReview, publishersToReview, reviewLink, reviewPublisher } from './links.ts'
import { postsToReview, reviewPost, reviewTag, tagsToReview } from './review.ts'
import { AdminTag, AdminTrendStatus, AdminTrendsLink, Publisher } from './schema.ts'

const scope = 'admin:write'
const limit = 'write'
const params = IdParams

export const adminRoutes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/admin/trends/tags',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Hashtags that trend, to be decided about',
    reply: Type.Array(AdminTag),
    handle: ({ app, viewer }) => tagsToReview(app, viewer),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/trends/tags/:id/approve',
    ...{ scope, limit, params },
    summary: 'Let a hashtag trend',
    reply: AdminTag,
    handle: ({ app, viewer, params }) => reviewTag(app, viewer, params.id, true),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/trends/tags/:id/reject',
    ...{ scope, limit, params },
    summary: 'Keep a hashtag from trending',
    reply: AdminTag,
    handle: ({ app, viewer, params }) => reviewTag(app, viewer, params.id, false),
  }),
  route({
    method: 'GET',
    url: '/api/v1/admin/trends/statuses',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Posts that trend, to be decided about',
    reply: Type.Array(AdminTrendStatus),
    handle: ({ app, viewer }) => postsToReview(app, viewer),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/trends/statuses/:id/approve',
    ...{ scope, limit, params },
    summary: 'Let a post trend',
    reply: AdminTrendStatus,
    handle: ({ app, viewer, params }) => reviewPost(app, viewer, params.id, true),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/trends/statuses/:id/reject',
    ...{ scope, limit, params },
    summary: 'Keep a post from trending',
    reply: AdminTrendStatus,
    handle: ({ app, viewer, params }) => reviewPost(app, viewer, params.id, false),
  }),
  route({
    method: 'GET',
    url: '/api/v1/admin/trends/links',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Links that trend, to be decided about',
    reply: Type.Array(AdminTrendsLink),
    handle: ({ app, viewer }) => linksToReview(app, viewer),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/trends/links/:id/approve',
    ...{ scope, limit, params },
    summary: 'Let a link trend',
    reply: AdminTrendsLink,
    handle: ({ app, viewer, params }) => reviewLink(app, viewer, params.id, true),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/trends/links/:id/reject',
    ...{ scope, limit, params },
    summary: 'Keep a link from trending',
    reply: AdminTrendsLink,
    handle: ({ app, viewer, params }) => reviewLink(app, viewer, params.id, false),
  }),
  route({
    method: 'GET',
    url: '/api/v1/admin/trends/links/publishers',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Hosts of the links that trend, to be decided about',
    reply: Type.Array(Publisher),
    handle: ({ app, viewer }) => publishersToReview(app, viewer),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/trends/links/publishers/:id/approve',
    ...{ scope, limit, params },
    summary: 'Let the links of a host trend',
    reply: Publisher,
    handle: ({ app, viewer, params }) => reviewPublisher(app, viewer, params.id, true),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/trends/links/publishers/:id/reject',
    ...{ scope, limit, params },
    summary: 'Keep the links of a host from trending',
    reply: Publisher,
    handle: ({ app, viewer, params }) => reviewPublisher(app, viewer, params.id, false),
  }),
]

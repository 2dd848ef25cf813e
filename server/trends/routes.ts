import Type from 'typebox'
import { IdParams, type Route, route } from '../http/index.ts'
import { Status } from '../posts/index.ts'
import { Tag } from '../tags/index.ts'
import { postsToReview, reviewPost, reviewTag, tagsToReview } from './review.ts'
import { AdminTag, AdminTrendStatus, TrendsQuery } from './schema.ts'
import { trendingPosts, trendingTags } from './show.ts'

const tags = (url: '/api/v1/trends/tags' | '/api/v1/trends') =>
  route({
    method: 'GET',
    url,
    scope: 'public',
    limit: 'read',
    summary: 'Hashtags that are used more than usual',
    query: TrendsQuery(10, 20),
    reply: Type.Array(Tag),
    handle: (call) => trendingTags(call),
  })

const reviewOfTag = (
  url: '/api/v1/admin/trends/tags/:id/approve' | '/api/v1/admin/trends/tags/:id/reject',
  allowed: boolean,
) =>
  route({
    method: 'POST',
    url,
    scope: 'admin:write',
    limit: 'write',
    summary: `${allowed ? 'Let a hashtag trend' : 'Keep a hashtag from trending'}`,
    params: IdParams,
    reply: AdminTag,
    handle: ({ app, viewer, params }) => reviewTag(app, viewer, params.id, allowed),
  })

const reviewOfPost = (
  url: '/api/v1/admin/trends/statuses/:id/approve' | '/api/v1/admin/trends/statuses/:id/reject',
  allowed: boolean,
) =>
  route({
    method: 'POST',
    url,
    scope: 'admin:write',
    limit: 'write',
    summary: `${allowed ? 'Let a post trend' : 'Keep a post from trending'}`,
    params: IdParams,
    reply: AdminTrendStatus,
    handle: ({ app, viewer, params }) => reviewPost(app, viewer, params.id, allowed),
  })

export const routes: Route[] = [
  tags('/api/v1/trends/tags'),
  tags('/api/v1/trends'),
  route({
    method: 'GET',
    url: '/api/v1/trends/statuses',
    scope: 'public',
    limit: 'read',
    summary: 'Posts that people favourite and boost now',
    query: TrendsQuery(20, 40),
    reply: Type.Array(Status),
    handle: (call) => trendingPosts(call),
  }),
  route({
    method: 'GET',
    url: '/api/v1/admin/trends/tags',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Hashtags that trend, to be decided about',
    reply: Type.Array(AdminTag),
    handle: ({ app, viewer }) => tagsToReview(app, viewer),
  }),
  reviewOfTag('/api/v1/admin/trends/tags/:id/approve', true),
  reviewOfTag('/api/v1/admin/trends/tags/:id/reject', false),
  route({
    method: 'GET',
    url: '/api/v1/admin/trends/statuses',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Posts that trend, to be decided about',
    reply: Type.Array(AdminTrendStatus),
    handle: ({ app, viewer }) => postsToReview(app, viewer),
  }),
  reviewOfPost('/api/v1/admin/trends/statuses/:id/approve', true),
  reviewOfPost('/api/v1/admin/trends/statuses/:id/reject', false),
]

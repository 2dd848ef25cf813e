import Type from 'typebox'
import { type Route, route } from '../http/index.ts'
import { Status } from '../posts/index.ts'
import { Tag } from '../tags/index.ts'
import { adminRoutes } from './admin-routes.ts'
import { linkTimeline, trendingLinks } from './links.ts'
import { LinkTimelineQuery, TrendsLink, TrendsQuery } from './schema.ts'
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

const posts = (url: string) =>
  route({
    method: 'GET',
    url,
    scope: 'public',
    limit: 'read',
    summary: 'Posts that people favourite and boost now',
    query: TrendsQuery(20, 40),
    reply: Type.Array(Status),
    shows: 'posts',
    handle: (call) => trendingPosts(call),
  })

export const routes: Route[] = [
  tags('/api/v1/trends/tags'),
  tags('/api/v1/trends'),
  posts('/api/v1/trends/statuses'),
  // Pixelfed's name for it, which some apps ask for.
  posts('/api/v2/discover/posts/trending'),
  route({
    method: 'GET',
    url: '/api/v1/trends/links',
    scope: 'public',
    limit: 'read',
    summary: 'Pages that people link to more than usual',
    query: TrendsQuery(10, 20),
    reply: Type.Array(TrendsLink),
    handle: (call) => trendingLinks(call),
  }),
  route({
    method: 'GET',
    url: '/api/v1/timelines/link',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'Public posts about a page that trends',
    query: LinkTimelineQuery,
    reply: Type.Array(Status),
    shows: 'posts',
    handle: (call) => linkTimeline(call),
  }),
  ...adminRoutes,
]

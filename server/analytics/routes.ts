import Type from 'typebox'
import { IdParams, type Route, route } from '../http/index.ts'
import { accountAnalytics, postAnalytics } from './figures/show.ts'
import { AccountAnalytics, AnalyticsQuery, PostAnalytics, ViewCount, ViewsQuery } from './schema.ts'
import { viewCounts } from './views.ts'

const reading = { method: 'GET', limit: 'read' } as const

export const routes: Route[] = [
  route({
    ...reading,
    url: '/api/tweeter/v1/views',
    scope: 'read:statuses',
    who: 'anyone',
    summary: 'How often people saw posts, by their ids',
    query: ViewsQuery,
    reply: Type.Array(ViewCount),
    handle: ({ app, viewer, query }) => viewCounts(app, viewer, query.id),
  }),
  route({
    ...reading,
    url: '/api/tweeter/v1/statuses/:id/analytics',
    scope: 'read:statuses',
    summary: 'Who saw, opened and answered a post of yours, in numbers',
    params: IdParams,
    query: AnalyticsQuery,
    reply: PostAnalytics,
    handle: ({ app, viewer, params, query }) => postAnalytics(app, viewer, params.id, query.range),
  }),
  route({
    ...reading,
    url: '/api/tweeter/v1/analytics',
    scope: 'read:accounts',
    summary: 'Who saw your posts and your profile, in numbers, and which posts were seen most',
    query: AnalyticsQuery,
    reply: AccountAnalytics,
    handle: ({ app, viewer, query }) => accountAnalytics(app, viewer, query.range),
  }),
]

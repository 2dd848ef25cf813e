import { type Route, route } from '../http/index.ts'
import { find, findV1 } from './find.ts'
import { Search, SearchQuery, V1Search } from './schema.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v2/search',
    scope: 'read:search',
    who: 'anyone',
    limit: 'read',
    summary: 'Search for accounts, hashtags, posts and collections',
    query: SearchQuery,
    reply: Search,
    shows: ({ statuses }) => statuses,
    handle: ({ app, viewer, query }) => find(app, viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/v1/search',
    scope: 'read:search',
    who: 'anyone',
    limit: 'read',
    summary: 'The same as older apps know it: of hashtags only the names, and no collections',
    query: SearchQuery,
    reply: V1Search,
    shows: ({ statuses }) => statuses,
    handle: ({ app, viewer, query }) => findV1(app, viewer, query),
  }),
]

import Type from 'typebox'
import { Empty, IdParams, type Route, route } from '../http/index.ts'
import {
  addKeyword,
  addPost,
  changeKeyword,
  createFilter,
  createV1,
  dropKeyword,
  dropPost,
  removeOne,
  removeV1,
  updateOne,
  updateV1,
} from './change.ts'
import { filtersOf } from './queries.ts'
import {
  Filter,
  FilterBody,
  FilterKeyword,
  FilterStatus,
  KeywordBody,
  StatusBody,
  V1Filter,
  V1FilterBody,
} from './schema.ts'
import {
  keywordJson,
  listFilters,
  namedJson,
  present,
  requireFilter,
  requireKeyword,
  requireNamed,
  v1Json,
} from './views.ts'

const reading = { method: 'GET', scope: 'read:filters', limit: 'read' } as const
const writing = { scope: 'write:filters', limit: 'write' } as const

const filters: Route[] = [
  route({
    ...reading,
    url: '/api/v2/filters',
    summary: 'Your filters',
    reply: Type.Array(Filter),
    handle: ({ app, viewer }) => listFilters(app, viewer.accountId),
  }),
  route({
    ...writing,
    method: 'POST',
    url: '/api/v2/filters',
    summary: 'Make a filter',
    body: FilterBody,
    reply: Filter,
    handle: ({ app, viewer, body }) => createFilter(app, viewer, body),
  }),
  route({
    ...reading,
    url: '/api/v2/filters/:id',
    summary: 'A filter of yours',
    params: IdParams,
    reply: Filter,
    handle: async ({ app, viewer, params }) => present(await requireFilter(app.db.read, viewer.accountId, params.id)),
  }),
  route({
    ...writing,
    method: 'PUT',
    url: '/api/v2/filters/:id',
    summary: 'Change a filter of yours',
    params: IdParams,
    body: FilterBody,
    reply: Filter,
    handle: ({ app, viewer, params, body }) => updateOne(app, viewer, params.id, body),
  }),
  route({
    ...writing,
    method: 'DELETE',
    url: '/api/v2/filters/:id',
    summary: 'Remove a filter of yours',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => removeOne(app, viewer, params.id),
  }),
]

const keywords: Route[] = [
  route({
    ...reading,
    url: '/api/v2/filters/:id/keywords',
    summary: 'The keywords of a filter',
    params: IdParams,
    reply: Type.Array(FilterKeyword),
    handle: async ({ app, viewer, params }) =>
      (await requireFilter(app.db.read, viewer.accountId, params.id)).keywords.map(keywordJson),
  }),
  route({
    ...writing,
    method: 'POST',
    url: '/api/v2/filters/:id/keywords',
    summary: 'Add a keyword to a filter',
    params: IdParams,
    body: KeywordBody,
    reply: FilterKeyword,
    handle: ({ app, viewer, params, body }) => addKeyword(app, viewer, params.id, body),
  }),
  route({
    ...reading,
    url: '/api/v2/filters/keywords/:id',
    summary: 'A keyword of a filter',
    params: IdParams,
    reply: FilterKeyword,
    handle: async ({ app, viewer, params }) =>
      keywordJson((await requireKeyword(app.db.read, viewer.accountId, params.id)).keyword),
  }),
  route({
    ...writing,
    method: 'PUT',
    url: '/api/v2/filters/keywords/:id',
    summary: 'Change a keyword of a filter',
    params: IdParams,
    body: KeywordBody,
    reply: FilterKeyword,
    handle: ({ app, viewer, params, body }) => changeKeyword(app, viewer, params.id, body),
  }),
  route({
    ...writing,
    method: 'DELETE',
    url: '/api/v2/filters/keywords/:id',
    summary: 'Remove a keyword from a filter',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => dropKeyword(app, viewer, params.id),
  }),
]

const posts: Route[] = [
  route({
    ...reading,
    url: '/api/v2/filters/:id/statuses',
    summary: 'The single posts that a filter names',
    params: IdParams,
    reply: Type.Array(FilterStatus),
    handle: async ({ app, viewer, params }) =>
      (await requireFilter(app.db.read, viewer.accountId, params.id)).posts.map(namedJson),
  }),
  route({
    ...writing,
    method: 'POST',
    url: '/api/v2/filters/:id/statuses',
    summary: 'Let a filter name a post',
    params: IdParams,
    body: StatusBody,
    reply: FilterStatus,
    handle: ({ app, viewer, params, body }) => addPost(app, viewer, params.id, body.status_id),
  }),
  route({
    ...reading,
    url: '/api/v2/filters/statuses/:id',
    summary: 'A post that a filter names',
    params: IdParams,
    reply: FilterStatus,
    handle: async ({ app, viewer, params }) =>
      namedJson((await requireNamed(app.db.read, viewer.accountId, params.id)).named),
  }),
  route({
    ...writing,
    method: 'DELETE',
    url: '/api/v2/filters/statuses/:id',
    summary: 'Let a filter name a post no more',
    params: IdParams,
    reply: FilterStatus,
    handle: ({ app, viewer, params }) => dropPost(app, viewer, params.id),
  }),
]

const v1: Route[] = [
  route({
    ...reading,
    url: '/api/v1/filters',
    summary: 'Your filters, one for each keyword',
    reply: Type.Array(V1Filter),
    handle: async ({ app, viewer }) =>
      (await filtersOf(app.db.read, [viewer.accountId])).flatMap((row) => row.keywords.map((one) => v1Json(row, one))),
  }),
  route({
    ...writing,
    method: 'POST',
    url: '/api/v1/filters',
    summary: 'Filter a phrase',
    body: V1FilterBody,
    reply: V1Filter,
    handle: ({ app, viewer, body }) => createV1(app, viewer, body),
  }),
  route({
    ...reading,
    url: '/api/v1/filters/:id',
    summary: 'A phrase that you filter',
    params: IdParams,
    reply: V1Filter,
    handle: async ({ app, viewer, params }) => {
      const { row, keyword } = await requireKeyword(app.db.read, viewer.accountId, params.id)
      return v1Json(row, keyword)
    },
  }),
  route({
    ...writing,
    method: 'PUT',
    url: '/api/v1/filters/:id',
    summary: 'Change a phrase that you filter',
    params: IdParams,
    body: V1FilterBody,
    reply: V1Filter,
    handle: ({ app, viewer, params, body }) => updateV1(app, viewer, params.id, body),
  }),
  route({
    ...writing,
    method: 'DELETE',
    url: '/api/v1/filters/:id',
    summary: 'Filter a phrase no more',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => removeV1(app, viewer, params.id),
  }),
]

export const routes: Route[] = [...filters, ...keywords, ...posts, ...v1]

import Type from 'typebox'
import { Account } from '../accounts/index.ts'
import { Empty, IdParams, type Route, route } from '../http/index.ts'
import { showDirectory } from './directory.ts'
import { DirectoryQuery, Suggestion, SuggestionsQuery } from './schema.ts'
import { dismiss, showSuggestions } from './suggest.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v2/suggestions',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'Whom you may want to follow, and why',
    query: SuggestionsQuery,
    reply: Type.Array(Suggestion),
    handle: ({ app, viewer, query }) => showSuggestions(app, viewer, query.limit),
  }),
  route({
    method: 'GET',
    url: '/api/v1/suggestions',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'The same without the reasons',
    query: SuggestionsQuery,
    reply: Type.Array(Account),
    handle: async ({ app, viewer, query }) =>
      (await showSuggestions(app, viewer, query.limit)).map(({ account }) => account),
  }),
  route({
    method: 'DELETE',
    url: '/api/v1/suggestions/:id',
    scope: 'read',
    limit: 'write',
    summary: 'Suggest an account no more',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => dismiss(app, viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/v1/directory',
    scope: 'public',
    limit: 'read',
    summary: 'People who want to be found: who posted last, or who is new',
    query: DirectoryQuery,
    reply: Type.Array(Account),
    handle: ({ app, viewer, query }) => showDirectory(app, viewer, query),
  }),
]

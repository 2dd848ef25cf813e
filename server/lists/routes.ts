import Type from 'typebox'
import { Account } from '../accounts/index.ts'
import { Empty, IdParams, PageQuery, type Route, route } from '../http/index.ts'
import { changeList, createList, deleteList } from './change.ts'
import { addToList, removeFromList, showMembers } from './members.ts'
import { ChangeList, CreateList, List, MembersBody, SomeMembers } from './schema.ts'
import { showList, showLists, showListsWith } from './views.ts'

/** As everywhere, but 0 stands for all. */
const MembersQuery = Type.Object({
  ...PageQuery(40, 80).properties,
  limit: Type.Integer({ minimum: 0, maximum: 80, default: 40, clamp: true }),
})

const ofLists: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/lists',
    scope: 'read:lists',
    limit: 'read',
    summary: 'Your lists',
    reply: Type.Array(List),
    handle: ({ app, viewer }) => showLists(app, viewer),
  }),
  route({
    method: 'POST',
    url: '/api/v1/lists',
    scope: 'write:lists',
    limit: 'write',
    summary: 'Make a list',
    body: CreateList,
    reply: List,
    handle: ({ app, viewer, body }) => createList(app, viewer, body),
  }),
  route({
    method: 'GET',
    url: '/api/v1/lists/:id',
    scope: 'read:lists',
    limit: 'read',
    summary: 'A list of yours',
    params: IdParams,
    reply: List,
    handle: ({ app, viewer, params }) => showList(app, viewer, params.id),
  }),
  route({
    method: ['PUT', 'PATCH'],
    url: '/api/v1/lists/:id',
    scope: 'write:lists',
    limit: 'write',
    summary: 'Change the title of a list, which replies it shows, and whether its people stay out of home',
    params: IdParams,
    body: ChangeList,
    reply: List,
    handle: ({ app, viewer, params, body }) => changeList(app, viewer, params.id, body),
  }),
  route({
    method: 'DELETE',
    url: '/api/v1/lists/:id',
    scope: 'write:lists',
    limit: 'write',
    summary: 'Delete a list; whom you follow stays',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => deleteList(app, viewer, params.id),
  }),
]

const ofMembers: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/lists/:id/accounts',
    scope: 'read:lists',
    limit: 'read',
    summary: 'Who is in a list, the last added first',
    params: IdParams,
    query: MembersQuery,
    reply: Type.Array(Account),
    handle: (call) => showMembers(call, call.params.id),
  }),
  route({
    method: 'POST',
    url: '/api/v1/lists/:id/accounts',
    scope: 'write:lists',
    limit: 'write',
    summary: 'Put people whom you follow into a list',
    params: IdParams,
    body: MembersBody,
    reply: Empty,
    handle: ({ app, viewer, params, body }) => addToList(app, viewer, params.id, body.account_ids),
  }),
  route({
    method: 'DELETE',
    url: '/api/v1/lists/:id/accounts',
    scope: 'write:lists',
    limit: 'write',
    summary: 'Take people out of a list',
    params: IdParams,
    query: SomeMembers,
    body: SomeMembers,
    reply: Empty,
    handle: ({ app, viewer, params, query, body }) =>
      removeFromList(app, viewer, params.id, [...(query.account_ids ?? []), ...(body.account_ids ?? [])]),
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts/:id/lists',
    scope: 'read:lists',
    limit: 'read',
    summary: 'Your lists that an account is in',
    params: IdParams,
    reply: Type.Array(List),
    handle: ({ app, viewer, params }) => showListsWith(app, viewer, params.id),
  }),
]

export const routes: Route[] = [...ofLists, ...ofMembers]

import Type from 'typebox'
import { Empty, IdParams, PageQuery, type Route, route } from '../http/index.ts'
import { deleteConversation, markConversation } from './mark.ts'
import { Conversation } from './schema.ts'
import { listConversations } from './views.ts'

const writing = { scope: 'write:conversations', limit: 'write', params: IdParams } as const

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/conversations',
    scope: 'read:statuses',
    limit: 'read',
    summary: 'Your direct messages, by conversation',
    query: PageQuery(20, 40),
    reply: Type.Array(Conversation),
    handle: (call) => listConversations(call),
  }),
  route({
    ...writing,
    method: 'DELETE',
    url: '/api/v1/conversations/:id',
    summary: 'Take a conversation from your list',
    reply: Empty,
    handle: ({ app, viewer, params }) => deleteConversation(app, viewer, params.id),
  }),
  route({
    ...writing,
    method: 'POST',
    url: '/api/v1/conversations/:id/read',
    summary: 'Mark a conversation as read',
    reply: Conversation,
    handle: ({ app, viewer, params }) => markConversation(app, viewer, params.id, false),
  }),
  route({
    ...writing,
    method: 'POST',
    url: '/api/v1/conversations/:id/unread',
    summary: 'Mark a conversation as unread',
    reply: Conversation,
    handle: ({ app, viewer, params }) => markConversation(app, viewer, params.id, true),
  }),
]

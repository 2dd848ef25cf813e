import Type from 'typebox'
import { Empty, IdParams, Limit, linkPages, PageQuery, pageOf, type Route, route } from '../http/index.ts'
import { Status } from '../posts/index.ts'
import { deleteConversation, markConversation } from './mark.ts'
import { Conversation } from './schema.ts'
import { listConversations, readConversation, readMessages, unreadCount } from './views.ts'

const reading = { scope: 'read:statuses', limit: 'read' } as const
const writing = { scope: 'write:conversations', limit: 'write', params: IdParams } as const

export const routes: Route[] = [
  route({
    ...reading,
    method: 'GET',
    url: '/api/v1/conversations',
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
  route({
    ...reading,
    method: 'GET',
    url: '/api/tweeter/v1/conversations/unread_count',
    summary: 'How many of your conversations have something unread, up to a limit',
    query: Type.Object({ limit: Limit(100, 1000) }),
    reply: Type.Object({ count: Type.Integer() }),
    handle: ({ app, viewer, query }) => unreadCount(app, viewer, query.limit),
  }),
  route({
    ...reading,
    method: 'GET',
    url: '/api/tweeter/v1/conversations/:id',
    summary: 'One of your conversations',
    params: IdParams,
    reply: Conversation,
    handle: ({ app, viewer, params }) => readConversation(app, viewer, params.id),
  }),
  route({
    ...reading,
    method: 'GET',
    url: '/api/tweeter/v1/conversations/:id/statuses',
    summary: 'The messages of a conversation, newest first',
    params: IdParams,
    query: PageQuery(20, 40),
    reply: Type.Array(Status),
    handle: async (call) => {
      const { shown, ids } = await readMessages(call.app, call.viewer, call.params.id, pageOf(call.query))
      linkPages(call, ids, call.query.limit)
      return shown
    },
  }),
]

import Type from 'typebox'
import { Empty, IdParams, linkPages, pageOf, type Route, route } from '../http/index.ts'
import { clearNotifications, dismissNotification } from './dismiss.ts'
import { readMarkers, setMarkers } from './markers.ts'
import { readNotification, readNotifications, unreadCount } from './read.ts'
import { Markers, MarkersQuery, NewMarkers, Notification, NotificationsQuery, UnreadQuery } from './schema.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/notifications',
    scope: 'read:notifications',
    limit: 'read',
    summary: 'What happened to you, newest first',
    query: NotificationsQuery,
    reply: Type.Array(Notification),
    handle: async (call) => {
      const { shown, ids } = await readNotifications(call.app, call.viewer, call.query, pageOf(call.query))
      linkPages(call, ids, call.query.limit)
      return shown
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/notifications/unread_count',
    scope: 'read:notifications',
    limit: 'read',
    summary: 'How many came since the marker, up to a limit',
    query: UnreadQuery,
    reply: Type.Object({ count: Type.Integer() }),
    handle: ({ app, viewer, query }) => unreadCount(app, viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/v1/notifications/:id',
    scope: 'read:notifications',
    limit: 'read',
    summary: 'One notification',
    params: IdParams,
    reply: Notification,
    handle: ({ app, viewer, params }) => readNotification(app, viewer, params.id),
  }),
  route({
    method: 'POST',
    url: '/api/v1/notifications/clear',
    scope: 'write:notifications',
    limit: 'write',
    summary: 'Dismiss all notifications',
    reply: Empty,
    handle: ({ app, viewer }) => clearNotifications(app, viewer),
  }),
  route({
    method: 'POST',
    url: '/api/v1/notifications/:id/dismiss',
    scope: 'write:notifications',
    limit: 'write',
    summary: 'Dismiss one notification',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => dismissNotification(app, viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/v1/markers',
    scope: 'read:statuses',
    limit: 'read',
    summary: 'How far you have read',
    query: MarkersQuery,
    reply: Markers,
    handle: ({ app, viewer, query }) => readMarkers(app, viewer, query.timeline ?? []),
  }),
  route({
    method: 'POST',
    url: '/api/v1/markers',
    scope: 'write:statuses',
    limit: 'write',
    summary: 'Remember how far you have read',
    body: NewMarkers,
    reply: Markers,
    handle: ({ app, viewer, body }) => setMarkers(app, viewer, body),
  }),
]

import Type from 'typebox'
import { Account } from '../accounts/index.ts'
import { Empty, IdParams, linkPages, pageOf, type Route, route } from '../http/index.ts'
import { clearNotifications, dismissGroup, dismissNotification } from './dismiss.ts'
import { readMarkers, setMarkers } from './markers.ts'
import { policyRoutes } from './policy/routes.ts'
import { readNotification, readNotifications, unreadCount } from './read.ts'
import { readGroup, readGroupAccounts, readGroups, unreadGroupCount } from './read-groups.ts'
import {
  GroupAccountsQuery,
  GroupedNotifications,
  GroupParams,
  GroupsQuery,
  Markers,
  MarkersQuery,
  NewMarkers,
  Notification,
  NotificationsQuery,
  SupportedQuery,
  UnreadGroupsQuery,
  UnreadQuery,
} from './schema.ts'

export const routes: Route[] = [
  ...policyRoutes,
  route({
    method: 'GET',
    url: '/api/v1/notifications',
    scope: 'read:notifications',
    limit: 'read',
    summary: 'What happened to you, newest first',
    query: NotificationsQuery,
    reply: Type.Array(Notification),
    shows: (all) => all.map(({ status }) => status),
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
    query: SupportedQuery,
    reply: Notification,
    handle: ({ app, viewer, params, query }) => readNotification(app, viewer, params.id, query),
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
    url: '/api/v2/notifications',
    scope: 'read:notifications',
    limit: 'read',
    summary: 'What happened to you, similar things as one, newest first',
    query: GroupsQuery,
    reply: GroupedNotifications,
    shows: ({ statuses }) => statuses,
    handle: async (call) => {
      const { shown, ids } = await readGroups(call.app, call.viewer, call.query, pageOf(call.query))
      linkPages(call, ids, call.query.limit)
      return shown
    },
  }),
  route({
    method: 'GET',
    url: '/api/v2/notifications/unread_count',
    scope: 'read:notifications',
    limit: 'read',
    summary: 'How many groups have something that came since the marker, up to a limit',
    query: UnreadGroupsQuery,
    reply: Type.Object({ count: Type.Integer() }),
    handle: ({ app, viewer, query }) => unreadGroupCount(app, viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/v2/notifications/:group_key',
    scope: 'read:notifications',
    limit: 'read',
    summary: 'One group of notifications',
    params: GroupParams,
    query: SupportedQuery,
    reply: GroupedNotifications,
    shows: ({ statuses }) => statuses,
    handle: ({ app, viewer, params, query }) => readGroup(app, viewer, params.group_key, query),
  }),
  route({
    method: 'GET',
    url: '/api/v2/notifications/:group_key/accounts',
    scope: 'read:notifications',
    limit: 'read',
    summary: 'Everybody who is in a group of notifications, newest first',
    params: GroupParams,
    query: GroupAccountsQuery,
    reply: Type.Array(Account),
    handle: async (call) => {
      const { group_key } = call.params
      const { shown, ids } = await readGroupAccounts(call.app, call.viewer, group_key, pageOf(call.query))
      linkPages(call, ids, call.query.limit)
      return shown
    },
  }),
  route({
    method: 'POST',
    url: '/api/v2/notifications/:group_key/dismiss',
    scope: 'write:notifications',
    limit: 'write',
    summary: 'Dismiss a group of notifications',
    params: GroupParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => dismissGroup(app, viewer, params.group_key),
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

import Type from 'typebox'
import { Empty, IdParams, PageQuery, type Route, route } from '../http/index.ts'
import { unauthorized } from '../kit/index.ts'
import { announce, edit, listAll, publish, remove, showOne, unpublish } from './manage.ts'
import { dismiss, react, unreact } from './react.ts'
import {
  AdminAnnouncement,
  Announcement,
  AnnouncementBody,
  AnnouncementsQuery,
  NewAnnouncement,
  ReactionParams,
} from './schema.ts'
import { listAnnouncements } from './views.ts'

const people: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/announcements',
    // Any token of a person will do, as in Mastodon.
    scope: 'public',
    limit: 'read',
    summary: 'What the operators tell everybody',
    query: AnnouncementsQuery,
    reply: Type.Array(Announcement),
    handle: ({ app, viewer, query }) => {
      if (!viewer) throw unauthorized('This method requires an authenticated user')
      return listAnnouncements(app, viewer, query.with_dismissed ?? false)
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/announcements/:id/dismiss',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Do not list an announcement any more',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => dismiss(app, viewer, params.id),
  }),
  route({
    method: 'PUT',
    url: '/api/v1/announcements/:id/reactions/:name',
    scope: 'write:favourites',
    limit: 'write',
    summary: 'React to an announcement with an emoji',
    params: ReactionParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => react(app, viewer, params.id, params.name),
  }),
  route({
    method: 'DELETE',
    url: '/api/v1/announcements/:id/reactions/:name',
    scope: 'write:favourites',
    limit: 'write',
    summary: 'Take a reaction back',
    params: ReactionParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => unreact(app, viewer, params.id, params.name),
  }),
]

const reading = { scope: 'admin:read', limit: 'read' } as const
const writing = { scope: 'admin:write', limit: 'write' } as const

const staff: Route[] = [
  route({
    ...reading,
    method: 'GET',
    url: '/api/tweeter/v1/admin/announcements',
    summary: 'All announcements, also those to come and those that are over',
    query: PageQuery(40, 100),
    reply: Type.Array(AdminAnnouncement),
    handle: (call) => listAll(call),
  }),
  route({
    ...reading,
    method: 'GET',
    url: '/api/tweeter/v1/admin/announcements/:id',
    summary: 'An announcement as it was written',
    params: IdParams,
    reply: AdminAnnouncement,
    handle: ({ app, viewer, params }) => showOne(app, viewer, params.id),
  }),
  route({
    ...writing,
    method: 'POST',
    url: '/api/tweeter/v1/admin/announcements',
    summary: 'Announce something, now or later',
    body: NewAnnouncement,
    reply: AdminAnnouncement,
    handle: ({ app, viewer, body }) => announce(app, viewer, body),
  }),
  route({
    ...writing,
    method: ['PATCH', 'PUT'],
    url: '/api/tweeter/v1/admin/announcements/:id',
    summary: 'Change an announcement',
    params: IdParams,
    body: AnnouncementBody,
    reply: AdminAnnouncement,
    handle: ({ app, viewer, params, body }) => edit(app, viewer, params.id, body),
  }),
  route({
    ...writing,
    method: 'POST',
    url: '/api/tweeter/v1/admin/announcements/:id/publish',
    summary: 'Publish an announcement now',
    params: IdParams,
    reply: AdminAnnouncement,
    handle: ({ app, viewer, params }) => publish(app, viewer, params.id),
  }),
  route({
    ...writing,
    method: 'POST',
    url: '/api/tweeter/v1/admin/announcements/:id/unpublish',
    summary: 'Take an announcement back without deleting it',
    params: IdParams,
    reply: AdminAnnouncement,
    handle: ({ app, viewer, params }) => unpublish(app, viewer, params.id),
  }),
  route({
    ...writing,
    method: 'DELETE',
    url: '/api/tweeter/v1/admin/announcements/:id',
    summary: 'Delete an announcement',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => remove(app, viewer, params.id),
  }),
]

export const routes: Route[] = [...people, ...staff]

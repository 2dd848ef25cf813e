import Type from 'typebox'
import { Account } from '../accounts/index.ts'
import {
  type Call,
  Id,
  IdParams,
  linkPages,
  PageQuery,
  pageOf,
  type Route,
  route,
  type Scope,
  type Viewer,
} from '../http/index.ts'
import { boost, unboost } from './boost.ts'
import { deletePost } from './delete.ts'
import { editPost } from './edits/edit.ts'
import { historyOf, sourceOf } from './edits/history.ts'
import { publish } from './later/schedule.ts'
import { ScheduledStatus } from './later/schema.ts'
import { bookmark, favourite, muteConversation, pin } from './marks/react.ts'
import { whoReacted } from './marks/reactors.ts'
import { contextOf } from './read.ts'
import { BoostBody, Context, CreateStatus, EditStatus, Status, StatusEdit, StatusSource } from './schema.ts'
import { renderPosts, requireStatus } from './views.ts'

const people = PageQuery(40, 80)

/** The verbs that set something on a post or take it back, and answer the post. */
const verb = (
  url: string,
  scope: Scope,
  summary: string,
  run: (app: Call<Viewer, { id: string }, unknown, unknown>['app'], viewer: Viewer, id: string) => Promise<Status>,
): Route =>
  route({
    method: 'POST',
    url,
    scope,
    limit: 'write',
    summary,
    params: IdParams,
    reply: Status,
    handle: ({ app, viewer, params }) => run(app, viewer, params.id),
  })

export const routes: Route[] = [
  route({
    method: 'POST',
    url: '/api/v1/statuses',
    scope: 'write:statuses',
    limit: 'post',
    summary: 'Publish a post, now or (`scheduled_at`) later',
    body: CreateStatus,
    reply: Type.Union([Status, ScheduledStatus]),
    handle: ({ app, viewer, bearer, body, request }) =>
      publish(app, viewer, body, {
        appId: bearer?.appId ?? null,
        idempotencyKey: request.headers['idempotency-key']?.toString(),
      }),
  }),
  route({
    method: 'GET',
    url: '/api/v1/statuses',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'Several posts by their ids',
    query: Type.Object({ id: Type.Array(Id, { maxItems: 40, default: [] }) }),
    reply: Type.Array(Status),
    shows: 'posts',
    handle: ({ app, viewer, query }) => renderPosts(app, viewer, query.id.map(Number), 'direct'),
  }),
  route({
    method: 'GET',
    url: '/api/v1/statuses/:id',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'A post',
    params: IdParams,
    reply: Status,
    about: ({ id }) => ({ post: Number(id) }),
    handle: ({ app, viewer, params }) => requireStatus(app, viewer, params.id),
  }),
  route({
    method: 'DELETE',
    url: '/api/v1/statuses/:id',
    scope: 'write:statuses',
    limit: 'delete',
    summary: 'Delete a post of your own',
    params: IdParams,
    reply: Status,
    handle: ({ app, viewer, params }) => deletePost(app, viewer, params.id),
  }),
  route({
    method: 'PUT',
    url: '/api/v1/statuses/:id',
    scope: 'write:statuses',
    limit: 'post',
    summary: 'Edit a post of your own',
    params: IdParams,
    body: EditStatus,
    reply: Status,
    handle: ({ app, viewer, params, body }) => editPost(app, viewer, params.id, body),
  }),
  route({
    method: 'GET',
    url: '/api/v1/statuses/:id/history',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'What a post said before its edits, and says',
    params: IdParams,
    reply: Type.Array(StatusEdit),
    handle: ({ app, viewer, params }) => historyOf(app, viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/v1/statuses/:id/source',
    scope: 'read:statuses',
    limit: 'read',
    summary: 'A post as it was written',
    params: IdParams,
    reply: StatusSource,
    handle: ({ app, viewer, params }) => sourceOf(app, viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/v1/statuses/:id/context',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'The thread around a post',
    params: IdParams,
    reply: Context,
    // Not about the post: apps that open one ask for it by itself too, and clients ask for its thread again and again.
    shows: ({ ancestors, descendants }) => [...ancestors, ...descendants],
    handle: ({ app, viewer, params }) => contextOf(app, viewer, params.id),
  }),
  route({
    method: 'POST',
    url: '/api/v1/statuses/:id/reblog',
    scope: 'write:statuses',
    limit: 'post',
    summary: 'Boost a post',
    params: IdParams,
    body: BoostBody,
    reply: Status,
    handle: ({ app, viewer, bearer, params, body }) =>
      boost(app, viewer, params.id, { visibility: body.visibility, appId: bearer?.appId ?? null }),
  }),
  verb('/api/v1/statuses/:id/unreblog', 'write:statuses', 'Take a boost back', unboost),
  verb('/api/v1/statuses/:id/favourite', 'write:favourites', 'Favourite a post', (app, viewer, id) =>
    favourite(app, viewer, id, true),
  ),
  verb('/api/v1/statuses/:id/unfavourite', 'write:favourites', 'Take a favourite back', (app, viewer, id) =>
    favourite(app, viewer, id, false),
  ),
  verb('/api/v1/statuses/:id/bookmark', 'write:bookmarks', 'Bookmark a post', (app, viewer, id) =>
    bookmark(app, viewer, id, true),
  ),
  verb('/api/v1/statuses/:id/unbookmark', 'write:bookmarks', 'Remove a bookmark', (app, viewer, id) =>
    bookmark(app, viewer, id, false),
  ),
  verb('/api/v1/statuses/:id/pin', 'write:accounts', 'Pin a post of your own to your profile', (app, viewer, id) =>
    pin(app, viewer, id, true),
  ),
  verb('/api/v1/statuses/:id/unpin', 'write:accounts', 'Take a pinned post down', (app, viewer, id) =>
    pin(app, viewer, id, false),
  ),
  verb('/api/v1/statuses/:id/mute', 'write:mutes', 'No more notifications about a conversation', (app, viewer, id) =>
    muteConversation(app, viewer, id, true),
  ),
  verb('/api/v1/statuses/:id/unmute', 'write:mutes', 'Notifications about a conversation again', (app, viewer, id) =>
    muteConversation(app, viewer, id, false),
  ),
  route({
    method: 'GET',
    url: '/api/v1/statuses/:id/favourited_by',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'Who favourited a post',
    params: IdParams,
    query: people,
    reply: Type.Array(Account),
    handle: async (call) => {
      const { accounts, keys } = await whoReacted(
        call.app,
        call.viewer,
        'favourites',
        call.params.id,
        pageOf(call.query),
      )
      linkPages(call, keys, call.query.limit)
      return accounts
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/statuses/:id/reblogged_by',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'Who boosted a post',
    params: IdParams,
    query: people,
    reply: Type.Array(Account),
    handle: async (call) => {
      const { accounts, keys } = await whoReacted(call.app, call.viewer, 'boosts', call.params.id, pageOf(call.query))
      linkPages(call, keys, call.query.limit)
      return accounts
    },
  }),
]

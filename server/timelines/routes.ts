import Type from 'typebox'
import { Flag, IdParams, PageQuery, type Route, route } from '../http/index.ts'
import { normalizeTag, Status } from '../posts/index.ts'
import { accountTimeline, directTimeline, home, listTimeline, marked, publicTimeline, tagTimeline } from './read.ts'

const page = PageQuery(20, 40)
const Posts = Type.Array(Status)
const names = Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 4 }))

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/timelines/home',
    scope: 'read:statuses',
    limit: 'read',
    summary: 'What those you follow posted, newest first',
    query: page,
    reply: Posts,
    shows: 'posts',
    handle: home,
  }),
  route({
    method: 'GET',
    url: '/api/v1/timelines/list/:id',
    scope: 'read:lists',
    limit: 'read',
    summary: 'What the people in a list of yours posted, newest first',
    params: IdParams,
    query: page,
    reply: Posts,
    shows: 'posts',
    handle: (call) => listTimeline(call, call.params.id),
  }),
  route({
    method: 'GET',
    url: '/api/v1/timelines/direct',
    scope: 'read:statuses',
    limit: 'read',
    summary: 'Direct posts from you and to you, newest first',
    query: page,
    reply: Posts,
    handle: directTimeline,
  }),
  route({
    method: 'GET',
    url: '/api/v1/timelines/public',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'Public posts of this network, newest first',
    query: Type.Object({
      ...page.properties,
      local: Type.Optional(Flag),
      remote: Type.Optional(Flag),
      only_media: Type.Optional(Flag),
    }),
    reply: Posts,
    // There is no federation yet, so every post is a local one and "remote only" is empty.
    shows: 'posts',
    handle: (call) =>
      call.query.remote && !call.query.local ? [] : publicTimeline(call, { onlyMedia: call.query.only_media ?? false }),
  }),
  route({
    method: 'GET',
    url: '/api/v1/timelines/tag/:tag',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'Public posts with a hashtag, newest first',
    params: Type.Object({ tag: Type.String({ maxLength: 255 }) }),
    query: Type.Object({
      ...page.properties,
      any: names,
      all: names,
      none: names,
      local: Type.Optional(Flag),
      remote: Type.Optional(Flag),
      only_media: Type.Optional(Flag),
    }),
    reply: Posts,
    about: ({ tag }) => ({ tag: normalizeTag(tag) }),
    shows: 'posts',
    handle: (call) =>
      tagTimeline(call, {
        any: [call.params.tag, ...(call.query.any ?? [])],
        all: call.query.all ?? [],
        none: call.query.none ?? [],
        onlyMedia: call.query.only_media ?? false,
      }),
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts/:id/statuses',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'What an account posted, newest first',
    params: IdParams,
    query: Type.Object({
      ...page.properties,
      exclude_replies: Type.Optional(Flag),
      exclude_reblogs: Type.Optional(Flag),
      only_media: Type.Optional(Flag),
      pinned: Type.Optional(Flag),
      tagged: Type.Optional(Type.String({ maxLength: 255 })),
    }),
    reply: Posts,
    // Not about the profile: who visits it asks for the account itself as well, and for its posts page by page.
    shows: 'posts',
    handle: (call) =>
      accountTimeline(call, call.params.id, {
        excludeReplies: call.query.exclude_replies ?? false,
        excludeBoosts: call.query.exclude_reblogs ?? false,
        onlyMedia: call.query.only_media ?? false,
        pinned: call.query.pinned ?? false,
        tagged: call.query.tagged ?? null,
      }),
  }),
  route({
    method: 'GET',
    url: '/api/v1/favourites',
    scope: 'read:favourites',
    limit: 'read',
    summary: 'Your favourites, newest first',
    query: page,
    reply: Posts,
    shows: 'posts',
    handle: (call) => marked(call, 'favourites'),
  }),
  route({
    method: 'GET',
    url: '/api/v1/bookmarks',
    scope: 'read:bookmarks',
    limit: 'read',
    summary: 'Your bookmarks, newest first',
    query: page,
    reply: Posts,
    shows: 'posts',
    handle: (call) => marked(call, 'bookmarks'),
  }),
]

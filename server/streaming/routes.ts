import Type from 'typebox'
import { Flag, type Route, route } from '../http/index.ts'
import { openEvents, openSocket } from './open.ts'

/** Those who cannot set a header (EventSource, WebSocket) give the token here. */
const TokenQuery = Type.Object({ access_token: Type.Optional(Type.String()) })
const SocketQuery = Type.Object({
  ...TokenQuery.properties,
  stream: Type.Optional(Type.String({ maxLength: 100 })),
  tag: Type.Optional(Type.String()),
  list: Type.Optional(Type.String()),
})
const PublicQuery = Type.Object({ ...TokenQuery.properties, only_media: Type.Optional(Flag) })
const ListQuery = Type.Object({ ...TokenQuery.properties, list: Type.String() })
const TagQuery = Type.Object({ ...TokenQuery.properties, tag: Type.String() })

const people = { method: 'GET', limit: 'read', scope: 'read:statuses' } as const
const everybody = { ...people, who: 'app' } as const

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/streaming/health',
    scope: 'public',
    limit: 'asset',
    summary: 'Are streams served?',
    handle: ({ reply }) => reply.type('text/plain; charset=utf-8').send('OK'),
  }),
  route({
    method: 'GET',
    url: '/api/v1/streaming',
    // Each stream asks for its own scope, when it is subscribed to.
    scope: 'public',
    limit: 'read',
    summary: 'A WebSocket for any number of streams',
    query: SocketQuery,
    handle: openSocket,
  }),
  route({
    ...people,
    url: '/api/v1/streaming/user',
    summary: 'What comes into your home timeline, and your notifications, as server-sent events',
    query: TokenQuery,
    handle: (call) => openEvents(call, 'user'),
  }),
  route({
    ...people,
    url: '/api/v1/streaming/user/notification',
    scope: 'read:notifications',
    summary: 'Your notifications',
    query: TokenQuery,
    handle: (call) => openEvents(call, 'user:notification'),
  }),
  route({
    ...people,
    url: '/api/v1/streaming/direct',
    summary: 'Your conversations, when a message comes or something about one changes',
    query: TokenQuery,
    handle: (call) => openEvents(call, 'direct'),
  }),
  route({
    ...everybody,
    url: '/api/v1/streaming/public',
    summary: 'Every public post',
    query: PublicQuery,
    handle: (call) => openEvents(call, call.query.only_media ? 'public:media' : 'public'),
  }),
  route({
    ...everybody,
    url: '/api/v1/streaming/public/local',
    summary: 'Every public post that was written here',
    query: PublicQuery,
    handle: (call) => openEvents(call, call.query.only_media ? 'public:local:media' : 'public:local'),
  }),
  route({
    ...everybody,
    url: '/api/v1/streaming/public/remote',
    summary: 'Every public post from elsewhere',
    query: PublicQuery,
    handle: (call) => openEvents(call, call.query.only_media ? 'public:remote:media' : 'public:remote'),
  }),
  route({
    ...everybody,
    url: '/api/v1/streaming/public/media',
    summary: 'Every public post with media',
    query: TokenQuery,
    handle: (call) => openEvents(call, 'public:media'),
  }),
  route({
    ...everybody,
    url: '/api/v1/streaming/hashtag',
    summary: 'Public posts with a hashtag',
    query: TagQuery,
    handle: (call) => openEvents(call, 'hashtag'),
  }),
  route({
    ...everybody,
    url: '/api/v1/streaming/hashtag/local',
    summary: 'Public posts with a hashtag that were written here',
    query: TagQuery,
    handle: (call) => openEvents(call, 'hashtag:local'),
  }),
  route({
    ...people,
    url: '/api/v1/streaming/list',
    summary: 'What the people in a list of yours post',
    query: ListQuery,
    handle: (call) => openEvents(call, 'list'),
  }),
]

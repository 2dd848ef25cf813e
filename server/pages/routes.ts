import Type from 'typebox'
import { Id, languageOf, type Route, route } from '../http/index.ts'
import { embed, OEmbed, OEmbedQuery } from './oembed.ts'
import { actOnMail, MailAction, showMailQueue } from './read-mail-queue.ts'
import { showMail, showMails } from './read-mails.ts'
import { type Place, showLanding, showPost, showProfile, showTag } from './show.ts'
import { manifest, robots } from './site-files.ts'

const PlaceQuery = Type.Object({ max_id: Type.Optional(Id), min_id: Type.Optional(Id) })
const placeOf = ({ max_id, min_id }: Place): Place =>
  max_id !== undefined ? { max_id } : min_id !== undefined ? { min_id } : {}

const Username = Type.String({ maxLength: 200 })
const Person = Type.Object({ username: Username })
const PersonsPost = Type.Object({ username: Username, id: Id })

/** An address that stands for a person or a post in other documents (`uri`), and leads to their page. */
const leadsTo = (url: '/users/:username/statuses/:id' | '/users/:username/statuses/:id/activity') =>
  route({
    method: 'GET',
    url,
    scope: 'public',
    limit: 'page',
    summary: 'Leads to the page of a post',
    params: PersonsPost,
    page: true,
    handle: ({ params, reply }) => reply.redirect(`/@${encodeURIComponent(params.username)}/${params.id}`),
  })

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/',
    scope: 'public',
    limit: 'page',
    summary: 'The front page',
    page: true,
    handle: (call) => showLanding(call),
  }),
  route({
    method: 'GET',
    url: '/@:username',
    scope: 'public',
    limit: 'page',
    summary: 'The page of a person',
    params: Person,
    query: PlaceQuery,
    page: true,
    handle: (call) => showProfile(call, call.params.username, placeOf(call.query), 'posts'),
  }),
  route({
    method: 'GET',
    url: '/@:username/with_replies',
    scope: 'public',
    limit: 'page',
    summary: 'The page of a person with their replies, too',
    params: Person,
    query: PlaceQuery,
    page: true,
    handle: (call) => showProfile(call, call.params.username, placeOf(call.query), 'with_replies'),
  }),
  route({
    method: 'GET',
    url: '/@:username/media',
    scope: 'public',
    limit: 'page',
    summary: 'The page of a person with the pictures, videos and sounds of their posts',
    params: Person,
    query: PlaceQuery,
    page: true,
    handle: (call) => showProfile(call, call.params.username, placeOf(call.query), 'media'),
  }),
  route({
    method: 'GET',
    url: '/@:username/:id',
    scope: 'public',
    limit: 'page',
    summary: 'The page of a post, with its thread',
    params: PersonsPost,
    page: true,
    handle: (call) => showPost(call, call.params.username, call.params.id),
  }),
  route({
    method: 'GET',
    url: '/@:username/tagged/:tag',
    scope: 'public',
    limit: 'page',
    summary: 'The page of a person with only their posts that carry a hashtag',
    params: Type.Object({ username: Username, tag: Type.String({ maxLength: 255 }) }),
    query: PlaceQuery,
    page: true,
    handle: (call) => showProfile(call, call.params.username, placeOf(call.query), 'tagged', call.params.tag),
  }),
  route({
    method: 'GET',
    url: '/tags/:tag',
    scope: 'public',
    limit: 'page',
    summary: 'Public posts with a hashtag',
    params: Type.Object({ tag: Type.String({ maxLength: 255 }) }),
    query: PlaceQuery,
    page: true,
    handle: (call) => showTag(call, call.params.tag, placeOf(call.query)),
  }),
  route({
    method: 'GET',
    url: '/users/:username',
    scope: 'public',
    limit: 'page',
    summary: 'Leads to the page of a person',
    params: Person,
    page: true,
    handle: ({ params, reply }) => reply.redirect(`/@${encodeURIComponent(params.username)}`),
  }),
  leadsTo('/users/:username/statuses/:id'),
  leadsTo('/users/:username/statuses/:id/activity'),
  route({
    method: 'GET',
    url: '/admin/mail',
    scope: 'public',
    limit: 'page',
    summary: 'The mail queue, for the owner and administrators who are signed in with this browser',
    page: true,
    handle: (call) => showMailQueue(call),
  }),
  route({
    method: 'POST',
    url: '/admin/mail',
    scope: 'public',
    limit: 'write',
    summary: 'Try a mail again, drop it, or lift a suppression',
    body: MailAction,
    page: true,
    handle: (call) => actOnMail(call, call.body),
  }),
  route({
    method: 'GET',
    url: '/admin/mails',
    scope: 'public',
    limit: 'page',
    summary: 'Mails on file, for the owner when signed in with this browser',
    page: true,
    handle: (call) => showMails(call),
  }),
  route({
    method: 'GET',
    url: '/admin/mails/:name',
    scope: 'public',
    limit: 'page',
    summary: 'One mail on file',
    params: Type.Object({ name: Type.String({ maxLength: 100 }) }),
    page: true,
    handle: (call) => showMail(call, call.params.name),
  }),
  route({
    method: 'GET',
    url: '/api/oembed',
    scope: 'public',
    limit: 'read',
    summary: 'A post to be shown in the page of somebody else (oEmbed 1.0)',
    query: OEmbedQuery,
    reply: OEmbed,
    handle: ({ app, query }) => embed(app, query),
  }),
  route({
    method: 'GET',
    url: '/robots.txt',
    scope: 'public',
    limit: 'asset',
    summary: 'What search engines should leave alone',
    handle: ({ reply }) => reply.type('text/plain; charset=utf-8').send(robots),
  }),
  route({
    method: 'GET',
    url: '/manifest.json',
    scope: 'public',
    limit: 'asset',
    summary: 'The web app manifest',
    handle: ({ app, request, reply }) =>
      reply.type('application/manifest+json; charset=utf-8').send(manifest(app, languageOf(request))),
  }),
]

import Type, { type TSchema } from 'typebox'
import { type Route, route } from '../../http/index.ts'
import { viewerOfSession } from '../../oauth/index.ts'
import { sendClientFile, sendWorker } from './assets.ts'
import { clientPage } from './shell.ts'

const Word = Type.String({ maxLength: 300 })

/** A page that the web client draws. */
const drawn = (url: string, title: string, who: 'anyone' | 'person' = 'person', params?: TSchema): Route =>
  route({
    method: 'GET',
    url,
    scope: 'public',
    limit: 'page',
    summary: `The web client: ${title.toLowerCase()}`,
    ...(params && { params }),
    page: true,
    handle: clientPage(title, who, viewerOfSession),
  })
const person = Type.Object({ username: Word })
const personsPost = Type.Object({ username: Word, id: Word })
const section = Type.Object({ section: Word })
const id = Type.Object({ id: Word })

/** The addresses that the client knows beside those of people, posts and tags (web/app/routes.tsx). */
export const clientRoutes: Route[] = [
  drawn('/explore', 'Explore', 'anyone'),
  drawn('/explore/:section', 'Explore', 'anyone', section),
  drawn('/public', 'Public timeline', 'anyone'),
  drawn('/public/local', 'Local timeline', 'anyone'),
  drawn('/search', 'Search', 'anyone'),
  drawn('/about', 'About', 'anyone'),
  drawn('/notifications', 'Notifications'),
  drawn('/notifications/:section', 'Notifications', 'person', section),
  drawn('/notifications/:section/:id', 'Notifications', 'person', Type.Object({ section: Word, id: Word })),
  drawn('/messages', 'Messages'),
  drawn('/messages/:id', 'Messages', 'person', id),
  drawn('/bookmarks', 'Bookmarks'),
  drawn('/favourites', 'Favourites'),
  drawn('/lists', 'Lists'),
  drawn('/lists/:id', 'List', 'person', id),
  drawn('/tags', 'Followed hashtags'),
  drawn('/drafts', 'Drafts'),
  drawn('/scheduled', 'Scheduled posts'),
  drawn('/compose', 'New post'),
  drawn('/share', 'New post'),
  drawn('/welcome', 'Welcome'),
  drawn('/follow_requests', 'Follow requests'),
  drawn('/settings', 'Settings'),
  drawn('/@:username/followers', 'Followers', 'anyone', person),
  drawn('/@:username/following', 'Following', 'anyone', person),
  drawn('/@:username/featured', 'Featured', 'anyone', person),
  drawn('/@:username/:id/favourites', 'Favourites of a post', 'anyone', personsPost),
  drawn('/@:username/:id/boosts', 'Boosts of a post', 'anyone', personsPost),
  drawn('/@:username/:id/quotes', 'Quotes of a post', 'anyone', personsPost),
  drawn('/@:username/:id/analytics', 'Analytics of a post', 'person', personsPost),
  drawn('/analytics', 'Analytics'),
  drawn('/settings/:section', 'Settings', 'person', section),
  drawn('/settings/:section/:id', 'Settings', 'person', Type.Object({ section: Word, id: Word })),
  drawn('/admin', 'Moderation'),
  drawn('/admin/:section', 'Moderation', 'person', section),
  drawn('/admin/:section/:id', 'Moderation', 'person', Type.Object({ section: Word, id: Word })),
  route({
    method: 'GET',
    url: '/client/:file',
    scope: 'public',
    limit: 'asset',
    summary: 'A file of the web client',
    params: Type.Object({ file: Word }),
    handle: ({ params, request, reply }) => sendClientFile(params.file, request, reply),
  }),
  route({
    method: 'GET',
    url: '/sw.js',
    scope: 'public',
    limit: 'asset',
    summary: 'The service worker of the web client',
    handle: ({ request, reply }) => sendWorker(request, reply),
  }),
]

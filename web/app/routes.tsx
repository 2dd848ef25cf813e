/** Every address of the client and the page that shows it, loaded when it is first wanted. */
import { type ComponentType, lazy } from 'react'
import { match, type Parameters } from '../ui/router.tsx'
import { Home } from './home.tsx'
import { NotFoundPage } from './not-found.tsx'

// biome-ignore lint/suspicious/noExplicitAny: a marked seam: a page takes the parameters that its pattern names
type AnyPage = ComponentType<any>
/**
 * `key`: addresses of one page that are shown by one component, which stays (tabs); it may depend on the parameters, so
 * that another person's profile is another page. Without it each address is new.
 */
type Row = readonly [pattern: string, page: AnyPage, key?: string | ((parameters: Parameters) => string)]

const page = (load: () => Promise<{ default: AnyPage }>): AnyPage => lazy(load)

const ProfilePage = page(() => import('../profile/profile-page.tsx'))
const ofPerson = ({ username }: Parameters) => `profile ${username!.toLowerCase()}`
const ConnectionsPage = page(() => import('../profile/connections-page.tsx'))
const connectionsOf = ({ username }: Parameters) => `connections ${username!.toLowerCase()}`
const ExplorePage = page(() => import('../explore/explore-page.tsx'))
const PublicPage = page(() => import('../timelines/public-page.tsx'))
const NotificationsPage = page(() => import('../notifications/notifications-page.tsx'))
const AutomationPage = page(() => import('../moderation/automation-page.tsx'))
const BlocksPage = page(() => import('../moderation/blocks-page.tsx'))
const TrendsPage = page(() => import('../moderation/trends-page.tsx'))
const QueuePage = page(() => import('../operation/queue-page.tsx'))

/** The first that matches is shown; parameters become properties of the page. */
const table: readonly Row[] = [
  ['/', Home, 'home'],
  ['/welcome', page(() => import('../profile/welcome-page.tsx'))],
  ['/follow_requests', page(() => import('../profile/follow-requests-page.tsx'))],
  ['/settings/profile', page(() => import('../profile/edit-profile-page.tsx'))],
  ['/@:username', ProfilePage, ofPerson],
  ['/@:username/with_replies', ProfilePage, ofPerson],
  ['/@:username/media', ProfilePage, ofPerson],
  ['/@:username/featured', ProfilePage, ofPerson],
  ['/@:username/tagged/:tag', ProfilePage, ofPerson],
  ['/@:username/followers', ConnectionsPage, connectionsOf],
  ['/@:username/following', ConnectionsPage, connectionsOf],
  ['/@:username/:id', page(() => import('../posts/thread-page.tsx'))],
  [
    '/@:username/:id/favourites',
    page(() => import('../posts/people-page.tsx').then((m) => ({ default: m.FavouritesPage }))),
  ],
  ['/@:username/:id/boosts', page(() => import('../posts/people-page.tsx').then((m) => ({ default: m.BoostsPage })))],
  ['/@:username/:id/analytics', page(() => import('../analytics/post-page.tsx'))],
  ['/analytics', page(() => import('../analytics/account-page.tsx'))],
  ['/@:username/:id/quotes', page(() => import('../posts/people-page.tsx').then((m) => ({ default: m.QuotesPage })))],
  ['/public', PublicPage, 'public'],
  ['/public/local', PublicPage, 'public'],
  ['/tags', page(() => import('../timelines/tags-page.tsx'))],
  ['/tags/:tag', page(() => import('../timelines/tag-page.tsx'))],
  ['/lists', page(() => import('../timelines/lists-page.tsx'))],
  ['/lists/:id', page(() => import('../timelines/list-page.tsx'))],
  ['/bookmarks', page(() => import('../timelines/bookmarks-page.tsx'))],
  ['/favourites', page(() => import('../timelines/favourites-page.tsx'))],
  ['/messages', page(() => import('../conversations/messages-page.tsx'))],
  ['/messages/new', page(() => import('../conversations/new-message-page.tsx'))],
  ['/messages/:id', page(() => import('../conversations/conversation-page.tsx'))],
  ['/notifications', NotificationsPage, 'notifications'],
  ['/notifications/mentions', NotificationsPage, 'notifications'],
  ['/notifications/requests', page(() => import('../notifications/requests-page.tsx'))],
  ['/notifications/requests/:id', page(() => import('../notifications/request-page.tsx'))],
  ['/compose', page(() => import('../compose/compose-page.tsx'))],
  ['/share', page(() => import('../compose/share-page.tsx'))],
  ['/drafts', page(() => import('../compose/drafts-page.tsx'))],
  ['/scheduled', page(() => import('../compose/scheduled-page.tsx'))],
  ['/explore', ExplorePage, 'explore'],
  ['/explore/:section', ExplorePage, 'explore'],
  ['/search', page(() => import('../explore/search-page.tsx')), 'search'],
  ['/about', page(() => import('../explore/about-page.tsx'))],
  ['/settings', page(() => import('../settings/settings-page.tsx'))],
  ['/settings/filters/:id', page(() => import('../settings/filter-page.tsx'))],
  ['/settings/:section', page(() => import('../settings/settings-page.tsx'))],
  ['/admin', page(() => import('../moderation/overview-page.tsx'))],
  ['/admin/reports', page(() => import('../moderation/reports-page.tsx'))],
  ['/admin/reports/:id', page(() => import('../moderation/report-page.tsx'))],
  ['/admin/accounts', page(() => import('../moderation/accounts-page.tsx'))],
  ['/admin/accounts/:id', page(() => import('../moderation/account-page.tsx'))],
  ['/admin/automation', AutomationPage],
  ['/admin/automation/:id', AutomationPage],
  ['/admin/rules', page(() => import('../moderation/rules-page.tsx'))],
  ['/admin/announcements', page(() => import('../moderation/announcements-page.tsx'))],
  ['/admin/emojis', page(() => import('../moderation/emojis-page.tsx'))],
  ['/admin/blocks', BlocksPage],
  ['/admin/blocks/:id', BlocksPage],
  ['/admin/trends', TrendsPage],
  ['/admin/trends/:id', TrendsPage],
  ['/admin/presets', page(() => import('../moderation/presets-page.tsx'))],
  ['/admin/audit', page(() => import('../moderation/audit-page.tsx'))],
  ['/admin/health', page(() => import('../operation/health-page.tsx'))],
  ['/admin/traffic', page(() => import('../operation/traffic-page.tsx'))],
  ['/admin/jobs', page(() => import('../operation/jobs-page.tsx'))],
  ['/admin/queue', QueuePage],
  ['/admin/queue/:id', QueuePage],
]

export interface Shown {
  readonly Page: AnyPage
  readonly parameters: Parameters
  readonly key: string
}

export function pageFor(path: string): Shown {
  for (const [pattern, Page, key] of table) {
    const parameters = match(pattern, path)
    if (parameters) return { Page, parameters, key: typeof key === 'function' ? key(parameters) : (key ?? path) }
  }
  return { Page: NotFoundPage, parameters: {}, key: path }
}

import { accounts } from './accounts/index.ts'
import { analytics } from './analytics/index.ts'
import { announcements } from './announcements/index.ts'
import type { Module } from './app.ts'
import { cards } from './cards/index.ts'
import { collections } from './collections/index.ts'
import { conversations } from './conversations/index.ts'
import { digests } from './digests/index.ts'
import { emojis } from './emojis/index.ts'
import { filters } from './filters/index.ts'
import { history } from './history/index.ts'
import { http } from './http/index.ts'
import { instance } from './instance/index.ts'
import { lists } from './lists/index.ts'
import { mail } from './mail/index.ts'
import { media } from './media/index.ts'
import { moderation } from './moderation/index.ts'
import { notifications } from './notifications/index.ts'
import { oauth } from './oauth/index.ts'
import { outgoing } from './outgoing/index.ts'
import { pages } from './pages/index.ts'
import { posts } from './posts/index.ts'
import { push } from './push/index.ts'
import { recommendations } from './recommendations/index.ts'
import { relations } from './relations/index.ts'
import { requests } from './requests/index.ts'
import { search } from './search/index.ts'
import { signals } from './signals/index.ts'
import { sites } from './sites/index.ts'
import { streaming } from './streaming/index.ts'
import { tags } from './tags/index.ts'
import { timelines } from './timelines/index.ts'
import { trends } from './trends/index.ts'

/** The table of contents, from the ground up. THE ORDER IS LAW: a module imports only modules above it. */
export const order = [
  'kit',
  'config',
  'storage',
  'signals',
  'http',
  'requests',
  'sites',
  'outgoing',
  'mail',
  'media',
  'emojis',
  'accounts',
  'oauth',
  'relations',
  'filters',
  'cards',
  'posts',
  'tags',
  'lists',
  'collections',
  'moderation',
  'announcements',
  'conversations',
  'analytics',
  'history',
  'timelines',
  'notifications',
  'push',
  'digests',
  'trends',
  'search',
  'recommendations',
  'streaming',
  'instance',
  'pages',
] as const

export const modules: readonly Module[] = [
  signals,
  http,
  requests,
  sites,
  outgoing,
  mail,
  media,
  emojis,
  accounts,
  oauth,
  relations,
  filters,
  cards,
  posts,
  tags,
  lists,
  collections,
  moderation,
  announcements,
  conversations,
  analytics,
  history,
  timelines,
  notifications,
  push,
  digests,
  trends,
  search,
  recommendations,
  streaming,
  instance,
  pages,
]

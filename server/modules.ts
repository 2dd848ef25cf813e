import { accounts } from './accounts/index.ts'
import type { Module } from './app.ts'
import { http } from './http/index.ts'
import { instance } from './instance/index.ts'
import { mail } from './mail/index.ts'
import { media } from './media/index.ts'
import { notifications } from './notifications/index.ts'
import { oauth } from './oauth/index.ts'
import { pages } from './pages/index.ts'
import { posts } from './posts/index.ts'
import { relations } from './relations/index.ts'
import { signals } from './signals/index.ts'
import { streaming } from './streaming/index.ts'
import { timelines } from './timelines/index.ts'

/** The table of contents, from the ground up. THE ORDER IS LAW: a module imports only modules above it. */
export const order = [
  'kit',
  'config',
  'storage',
  'signals',
  'http',
  'mail',
  'media',
  'accounts',
  'oauth',
  'relations',
  'posts',
  'timelines',
  'notifications',
  'streaming',
  'instance',
  'pages',
] as const

export const modules: readonly Module[] = [
  signals,
  http,
  mail,
  media,
  accounts,
  oauth,
  relations,
  posts,
  timelines,
  notifications,
  streaming,
  instance,
  pages,
]

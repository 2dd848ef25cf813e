/** English: it says which messages there are. */
import { accounts } from './accounts.ts'
import { analytics } from './analytics.ts'
import { automation } from './automation.ts'
import { common } from './common.ts'
import { compose } from './compose.ts'
import { conversations } from './conversations.ts'
import { explore } from './explore.ts'
import { history } from './history.ts'
import { media } from './media.ts'
import { moderation } from './moderation.ts'
import { notifications } from './notifications.ts'
import { operation } from './operation.ts'
import { posts } from './posts.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { timelines } from './timelines.ts'
import { traffic } from './traffic.ts'

export const en = {
  common,
  shell,
  posts,
  compose,
  timelines,
  accounts,
  notifications,
  conversations,
  explore,
  settings,
  media,
  moderation,
  operation,
  automation,
  traffic,
  analytics,
  history,
} as const

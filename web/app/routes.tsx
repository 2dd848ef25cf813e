/** Every address of the client and the page that shows it, loaded when it is first wanted. */
import { type ComponentType, lazy } from 'react'
import { HomePage } from '../timelines/home-page.tsx'
import { match, type Parameters } from '../ui/router.tsx'
import { NotFoundPage } from './not-found.tsx'

// biome-ignore lint/suspicious/noExplicitAny: a marked seam: a page takes the parameters that its pattern names
type AnyPage = ComponentType<any>
/** `key`: addresses of one page that are shown by one component, which stays (tabs). Without it each address is new. */
type Row = readonly [pattern: string, page: AnyPage, key?: string]

const page = (load: () => Promise<{ default: AnyPage }>): AnyPage => lazy(load)

/** The first that matches is shown; parameters become properties of the page. */
const table: readonly Row[] = [
  ['/', HomePage, 'home'],
  ['/admin', page(() => import('../moderation/overview-page.tsx'))],
  ['/admin/reports', page(() => import('../moderation/reports-page.tsx'))],
  ['/admin/reports/:id', page(() => import('../moderation/report-page.tsx'))],
  ['/admin/accounts', page(() => import('../moderation/accounts-page.tsx'))],
  ['/admin/accounts/:id', page(() => import('../moderation/account-page.tsx'))],
  ['/admin/rules', page(() => import('../moderation/rules-page.tsx'))],
  ['/admin/announcements', page(() => import('../moderation/announcements-page.tsx'))],
  ['/admin/emojis', page(() => import('../moderation/emojis-page.tsx'))],
  ['/admin/blocks', page(() => import('../moderation/blocks-page.tsx'))],
  ['/admin/blocks/:id', page(() => import('../moderation/blocks-page.tsx'))],
  ['/admin/trends', page(() => import('../moderation/trends-page.tsx'))],
  ['/admin/trends/:id', page(() => import('../moderation/trends-page.tsx'))],
  ['/admin/presets', page(() => import('../moderation/presets-page.tsx'))],
  ['/admin/audit', page(() => import('../moderation/audit-page.tsx'))],
  ['/admin/health', page(() => import('../operation/health-page.tsx'))],
  ['/admin/jobs', page(() => import('../operation/jobs-page.tsx'))],
  ['/admin/queue', page(() => import('../operation/queue-page.tsx'))],
  ['/admin/queue/:id', page(() => import('../operation/queue-page.tsx'))],
]

export interface Shown {
  readonly Page: AnyPage
  readonly parameters: Parameters
  readonly key: string
}

export function pageFor(path: string): Shown {
  for (const [pattern, Page, key] of table) {
    const parameters = match(pattern, path)
    if (parameters) return { Page, parameters, key: key ?? path }
  }
  return { Page: NotFoundPage, parameters: {}, key: path }
}

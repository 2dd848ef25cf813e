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

const NotificationsPage = page(() => import('../notifications/notifications-page.tsx'))

/** The first that matches is shown; parameters become properties of the page. */
const table: readonly Row[] = [
  ['/', HomePage, 'home'],
  ['/notifications', NotificationsPage, 'notifications'],
  ['/notifications/mentions', NotificationsPage, 'notifications'],
  ['/notifications/requests', page(() => import('../notifications/requests-page.tsx'))],
  ['/notifications/requests/:id', page(() => import('../notifications/request-page.tsx'))],
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

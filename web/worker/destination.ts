/** Where a notification leads, from what the API says of it. */

/** What is needed of Mastodon's Notification. */
export interface Notified {
  readonly type: string
  readonly account?: { readonly acct: string } | null
  readonly status?: { readonly id: string; readonly account: { readonly acct: string } } | null
  readonly report?: { readonly id: string } | null
}

export const ALL_NOTIFICATIONS = '/notifications'

/** The post it is about, else the person, else the list of them all. */
export function destinationOf({ type, status, account, report }: Notified): string {
  if (report) return `/admin/reports/${report.id}`
  if (type === 'follow_request') return '/follow_requests'
  if (status) return `/@${status.account.acct}/${status.id}`
  if (account && (type === 'follow' || type === 'admin.sign_up')) return `/@${account.acct}`
  return ALL_NOTIFICATIONS
}

/** Addresses of posts and people, and which links of others lead into the client. */
import type { StoredStatus } from '../api/entities.ts'

/** The page of a post. */
export const postPath = ({ account, id }: Pick<StoredStatus, 'id'> & { account: { readonly acct: string } }): string =>
  `/@${account.acct}/${id}`

/** Who saw a post, in numbers; for its author. */
export const analyticsPath = (post: Parameters<typeof postPath>[0]): string => `${postPath(post)}/analytics`

const OURS = [/^\/@[^/]+\/?$/, /^\/@[^/]+\/\d+\/?$/, /^\/tags\/[^/]+\/?$/]

/** The path within the client that an address means, or null when it leads elsewhere. */
export function internalPath(href: string, origin = location.origin): string | null {
  if (!URL.canParse(href)) return null
  const url = new URL(href)
  return url.origin === origin && OURS.some((one) => one.test(url.pathname)) ? url.pathname + url.search : null
}

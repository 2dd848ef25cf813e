/** Which tab of a profile an address means. */
export type ProfileTab = 'posts' | 'with_replies' | 'media' | 'featured' | 'tagged'

const NAMES: readonly ProfileTab[] = ['with_replies', 'media', 'featured', 'tagged']

/** @param path `/@alice`, `/@alice/media`, `/@alice/tagged/cats` and so on. */
export const tabOf = (path: string): ProfileTab => NAMES.find((name) => name === path.split('/')[2]) ?? 'posts'

/** What the list of posts of a tab asks the server for. */
export function filterOf(tab: ProfileTab, tag: string | undefined, withReplies: boolean) {
  if (tab === 'posts') return { exclude_replies: true }
  if (tab === 'media') return { only_media: true, exclude_reblogs: true, exclude_replies: !withReplies }
  if (tab === 'tagged') return { tagged: tag ?? '' }
  return {}
}

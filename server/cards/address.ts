import { createHash } from 'node:crypto'

const LONGEST = 2048

/**
 * The address under which a link is kept: as the URL standard writes it, without the fragment, which no server sees.
 * Null for what has no preview: another scheme, credentials, too long.
 * @param base what a relative address is relative to.
 */
export function linkAddress(text: string, base?: string): string | null {
  const url = URL.parse(text.trim(), base)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  if (url.username !== '' || url.password !== '') return null
  url.hash = ''
  return url.href.length <= LONGEST ? url.href : null
}

export const keyOf = (address: string): string => createHash('sha256').update(address).digest('hex')

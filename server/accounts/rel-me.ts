import { setImmediate } from 'node:timers/promises'
import { Parser } from 'htmlparser2'

const PIECE = 16 * 1024
/** Closing tags are looked for in the list of open ones, which must therefore stay short. */
const DEEPEST = 1000

/**
 * Whether a page says by `rel="me"`, in a link of either kind, that one of these addresses is its owner's too
 * (https://microformats.org/wiki/rel-me). Read in linear time, whatever it is, and in pieces so that others have their
 * turn; one that nests absurdly is read up to there.
 *
 * @param base where the page is. @param addresses of a profile.
 */
export async function linksBack(html: string, base: string, addresses: readonly string[]): Promise<boolean> {
  const wanted = new Set(addresses.map((one) => comparable(one)))
  let depth = 0
  let found = false
  const parser = new Parser({
    onopentag: (name, { rel = '', href = '' }) => {
      depth++
      if ((name !== 'a' && name !== 'link') || !rel.toLowerCase().split(/\s+/).includes('me')) return
      const url = href.length < 2000 ? URL.parse(href.trim(), base) : null
      if (url && wanted.has(comparable(url.href))) found = true
    },
    onclosetag: () => {
      depth--
    },
  })
  for (let at = 0; at < html.length && depth < DEEPEST && !found; at += PIECE) {
    parser.write(html.slice(at, at + PIECE))
    await setImmediate()
  }
  parser.end()
  return found
}

/** Names of people are the same in capitals. */
const comparable = (url: string): string => url.toLowerCase().replace(/\/$/, '')

import { frameWithViewer, type PageFrame } from '../http/index.ts'
import type { BrowserCall } from '../oauth/index.ts'

/**
 * What surrounds every page here: the network, and who is signed in with this browser. The viewer is for the header
 * only; what a page shows is what anybody may see.
 */
export async function frameFor(call: BrowserCall): Promise<PageFrame> {
  const { network, viewer } = await frameWithViewer(call)
  const links = [
    { label: 'API', href: '/docs' },
    { label: 'Instance', href: '/api/v2/instance' },
  ]
  const locale = localeOf(call.request.headers['accept-language'])
  return { network: { ...network, links }, ...(locale && { locale }), ...(viewer && { viewer }) }
}

/** The language that a browser likes best, for dates and numbers; undefined when it names none that we know. */
function localeOf(header: string | undefined): string | undefined {
  const first = /^\s*([A-Za-z0-9-]{2,35})/.exec(header ?? '')?.[1]
  try {
    return first && Intl.DateTimeFormat.supportedLocalesOf(first)[0]
  } catch {
    return undefined // not a language tag at all
  }
}

/** Answers with a page. */
export const sendPage = (call: BrowserCall, page: string) => call.reply.type('text/html; charset=utf-8').send(page)

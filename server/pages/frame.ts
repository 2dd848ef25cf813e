import { accountEntries } from '../accounts/index.ts'
import { csrfToken, frameOf, type PageFrame } from '../http/index.ts'
import { type BrowserCall, viewerOfSession } from '../oauth/index.ts'

/**
 * What surrounds every page here: the network, and who is signed in with this browser. The viewer is for the header
 * only; what a page shows is what anybody may see.
 */
export async function frameFor(call: BrowserCall): Promise<PageFrame> {
  const { app, request } = call
  const { network } = frameOf(app)
  const links = [
    { label: 'API', href: '/docs' },
    { label: 'Instance', href: '/api/v2/instance' },
  ]
  const locale = localeOf(request.headers['accept-language'])
  return { network: { ...network, links }, ...(locale && { locale }), viewer: await shownViewer(call) }
}

async function shownViewer(call: BrowserCall): Promise<PageFrame['viewer']> {
  const viewer = await viewerOfSession(call)
  if (viewer === null) return null
  const found = (await accountEntries(call.app, [viewer.accountId])).get(viewer.accountId)
  if (!found) return null
  const { display_name, acct, avatar, url } = found.json
  return { name: display_name || acct, avatar, url, csrf: await csrfToken(call) }
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

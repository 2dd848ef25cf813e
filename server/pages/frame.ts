import { frameWithViewer, type PageFrame } from '../http/index.ts'
import type { BrowserCall } from '../oauth/index.ts'
import { speak } from './messages/index.ts'

/**
 * What surrounds every page here: the network, and who is signed in with this browser. The viewer is for the header
 * only; what a page shows is what anybody may see.
 */
export async function frameFor(call: BrowserCall): Promise<PageFrame> {
  const { network, viewer, ...frame } = await frameWithViewer(call)
  const t = speak(frame.language)
  const links = [
    { label: t('landing.api'), href: '/docs' },
    { label: t('landing.instance'), href: '/api/v2/instance' },
  ]
  return { ...frame, network: { ...network, links }, ...(viewer && { viewer }) }
}

/** Answers with a page, which is another one for other readers. */
export const sendPage = (call: BrowserCall, page: string) =>
  call.reply.type('text/html; charset=utf-8').header('vary', 'Accept-Language, Cookie').send(page)

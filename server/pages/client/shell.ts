/** The page of the web client: its files, what it needs to begin with, and what is seen until it is there. */
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { App } from '../../app.ts'
import {
  clientPolicy,
  idsOf,
  languageOf,
  mark,
  type PageLanguage,
  pageIcon,
  themeOf,
  type Viewer,
} from '../../http/index.ts'
import { type Content, html, raw } from '../../kit/index.ts'
import type { BrowserCall } from '../../oauth/index.ts'
import { speak } from '../messages/index.ts'
import { clientFiles } from './assets.ts'
import { type Initial, initialFor } from './initial.ts'

export interface ShellProps {
  readonly title: string
  /** More for <head>: Open Graph tags and the like. */
  readonly head?: Content
}

/** Answers with the client's page. The first page of home is written into it where the address is home's. */
export async function sendShell(call: BrowserCall, viewer: Viewer | null, props: ShellProps): Promise<unknown> {
  const { app, request, reply } = call
  const path = request.url.split('?')[0]
  const initial = await initialFor(app, viewer, path === '/')
  // What is in the page is not asked for again.
  if (initial.home) request.subject = { posts: idsOf(initial.home) }
  reply.header('content-security-policy', clientPolicy)
  reply.type('text/html; charset=utf-8')
  return reply.send(
    await packed(shellPage(app, props, initial, { language: languageOf(request), theme: themeOf(request) }), call),
  )
}

const brotli = promisify(brotliCompress)
/** A page of 60 kB becomes 8, in a millisecond on the pool of threads. There is no secret in it that a size could tell. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

async function packed(page: string, { request, reply }: BrowserCall): Promise<string | Buffer> {
  reply.header('vary', 'accept-encoding, accept-language, cookie')
  if (!/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) return page
  reply.header('content-encoding', 'br')
  return await brotli(page, QUALITY)
}

interface Look {
  readonly language: PageLanguage
  /** As the person chose it; null: as their system has it. */
  readonly theme: ReturnType<typeof themeOf>
}

/** Pure: the same props give the same document. */
function shellPage(app: App, { title, head }: ShellProps, initial: Initial, { language, theme }: Look): string {
  const { scripts, styles, preload } = clientFiles(language.code)
  const name = app.config.name
  return String(html`<!doctype html>
<html lang="${language.code}" dir="${language.direction}"${theme && html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<title>${title === name ? title : `${title} · ${name}`}</title>
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#f3f4f6">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0e1014">
<meta name="referrer" content="same-origin">
<meta name="apple-mobile-web-app-capable" content="yes">
<meta name="apple-mobile-web-app-title" content="${name}">
<link rel="manifest" href="/manifest.json">
<link rel="icon" type="image/svg+xml" href="${pageIcon.href}">
${styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}
${preload.map((href) => html`<link rel="modulepreload" href="${href}">`)}
${scripts.map((src) => html`<script type="module" src="${src}"></script>`)}
${head}
</head>
<body>
<div id="app"><div class="booting" aria-hidden="true">${mark()}</div></div>
<noscript><p class="booting-words">${speak(language)('landing.noScript', { name })}</p></noscript>
<script type="application/json" id="initial">${raw(JSON.stringify(initial).replaceAll('<', '\\u003c'))}</script>
</body>
</html>
`)
}

/** For the routes whose page is the client's own; a visitor who must be signed in is asked to. */
export const clientPage =
  (title: string, who: 'anyone' | 'person', viewerOf: (call: BrowserCall) => Promise<Viewer | null>) =>
  async (call: BrowserCall): Promise<unknown> => {
    const viewer = await viewerOf(call)
    if (viewer === null && who === 'person') {
      return call.reply.redirect(`/auth/sign_in?next=${encodeURIComponent(call.request.url)}`)
    }
    return await sendShell(call, viewer, { title: title || call.app.config.name })
  }

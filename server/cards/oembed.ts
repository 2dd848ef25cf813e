import type { App } from '../app.ts'
import { html } from '../kit/index.ts'
import { fetchOutside } from '../outgoing/index.ts'
import { address, pixels, plain } from './clean.ts'
import { readPage } from './read-page.ts'

/** What an oEmbed provider says of a page (oembed.com, version 1.0), made harmless. */
export interface Embed {
  readonly type: 'link' | 'photo' | 'video' | 'rich'
  readonly title: string
  readonly author: string
  readonly authorUrl: string
  readonly provider: string
  readonly providerUrl: string
  /** Empty, or an iframe of ours. */
  readonly html: string
  /** Of a photo. */
  readonly photoUrl: string
  readonly thumbnailUrl: string
  readonly width: number
  readonly height: number
}

const MOST_BYTES = 100_000
const TYPES = ['link', 'photo', 'video', 'rich'] as const

/** @returns null for what is no oEmbed. @throws OutsideError as fetchOutside does. */
export async function fetchEmbed(app: App, url: string, mostPerMinute: number): Promise<Embed | null> {
  const answer = await fetchOutside(app, url, {
    maxBytes: MOST_BYTES,
    timeoutMs: 4000,
    accept: ['application/json', 'application/json+oembed', 'text/javascript'],
    mostPerMinute,
  })
  if (answer.status !== 200 || answer.cut) return null
  return await readEmbed(app, answer.bytes.toString('utf8'), answer.url)
}

async function readEmbed(app: App, text: string, base: string): Promise<Embed | null> {
  const said = parsed(text)
  const type = TYPES.find((one) => one === said?.type)
  if (!said || !type) return null
  const size = { width: pixels(said.width), height: pixels(said.height) }
  const hasFrame = type === 'video' || type === 'rich'
  return {
    type,
    title: plain(said.title, 500),
    author: plain(said.author_name, 200),
    authorUrl: address(said.author_url, base),
    provider: plain(said.provider_name, 200),
    providerUrl: address(said.provider_url, base),
    html: hasFrame ? iframe(app, await frameSource(said.html), size) : '',
    photoUrl: type === 'photo' ? address(said.url, base) : '',
    thumbnailUrl: address(said.thumbnail_url, base),
    ...size,
  }
}

/**
 * The iframe that shows a player, written by us: nothing of a stranger's HTML is kept but the address, which must be
 * https. Empty for other addresses, and for ours, since the sandbox gives a page the rights of its own origin.
 */
export function iframe(app: App, source: string, { width, height }: { width: number; height: number }): string {
  const url = URL.parse(source)
  if (url?.protocol !== 'https:' || url.username !== '' || url.hostname === new URL(app.config.url).hostname) return ''
  const size = width > 0 && height > 0 ? html` width="${width}" height="${height}"` : null
  return String(
    html`<iframe src="${url.href}"${size} allowfullscreen="true" sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms"></iframe>`,
  )
}

/** The address of the first iframe in a piece of HTML. */
const frameSource = async (value: unknown): Promise<string> =>
  typeof value === 'string' ? ((await readPage(value)).frame ?? '') : ''

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

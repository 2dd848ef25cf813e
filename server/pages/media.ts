/** Pictures, video and sound of a post. */
import { icon } from '../http/index.ts'
import { type Content, type Html, html, raw, safeUrl } from '../kit/index.ts'
import { blurImage } from './blur.ts'
import type { Voice } from './voice.ts'

export interface ShownMedia {
  readonly type: 'image' | 'video' | 'gifv' | 'audio' | 'unknown'
  readonly url: string | null
  readonly preview_url?: string | null
  /** What is to be seen or heard, for those who do not see or hear it. */
  readonly description: string | null
  readonly blurhash?: string | null
  readonly meta?: {
    readonly original?: Size | null
    readonly small?: Size | null
    /** Each from -1 (left, bottom) to 1 (right, top). */
    readonly focus?: { readonly x: number; readonly y: number } | null
  } | null
}

interface Size {
  readonly width?: number
  readonly height?: number
}

/** What can be shown: finished, and at an address that a link may lead to. */
export const usableMedia = (media: readonly ShownMedia[]): ShownMedia[] =>
  media.filter(({ url }) => url && safeUrl(url))

/** Up to four and more in a grid that keeps its place while they load. @param told whether descriptions are shown too. */
export function mediaGrid(media: readonly ShownMedia[], voice: Voice, told = false): Html {
  const usable = usableMedia(media)
  const classes = usable.length < 2 ? 'media one' : usable.length === 3 ? 'media many three' : 'media many'
  return html`<div class="${classes}">${usable.map((one, index) => medium(one, wordsFor(one, index + 1, usable.length, voice), told))}</div>`
}

/** The description, or that there is none. */
export function wordsFor({ type, description }: ShownMedia, place: number, total: number, { t }: Voice): string {
  if (description) return description
  const where = { place, total }
  switch (type) {
    case 'image':
      return t('media.image', where)
    case 'video':
    case 'gifv':
      return t('media.video', where)
    case 'audio':
      return t('media.audio', where)
    default:
      return t('media.file', where)
  }
}

function medium(one: ShownMedia, words: string, told: boolean): Html {
  const { type, url, description } = one
  const address = url ?? ''
  const preview = previewOf(one)
  // What is read out by the picture itself need not be read out twice.
  const caption = told && description && html`<figcaption dir="auto" aria-hidden="true">${description}</figcaption>`
  switch (type) {
    case 'image':
      return html`<figure><a href="${address}"><img${focusOf(one)} src="${preview ?? address}" alt="${words}"${sizeOf(one)} loading="lazy" decoding="async"></a>${caption}</figure>`
    case 'video':
    case 'gifv':
      return html`<figure><video src="${address}" controls playsinline preload="none"${type === 'gifv' && raw(' loop muted')}${
        preview && html` poster="${preview}"`
      }${sizeOf(one)} aria-label="${words}"></video>${caption}</figure>`
    case 'audio':
      return html`<figure class="whole"><audio src="${address}" controls preload="none" aria-label="${words}"></audio>${caption}</figure>`
    default:
      return html`<p class="whole"><a href="${address}" rel="noopener noreferrer nofollow">${words}</a></p>`
  }
}

const previewOf = ({ preview_url }: ShownMedia): string | null => (preview_url && safeUrl(preview_url)) || null

/** What stands in the place of pictures that wait behind a warning: their colours, and nothing of what is on them. */
export function blurOf(media: readonly ShownMedia[]): Content {
  const source = usableMedia(media)
    .map(({ blurhash }) => blurImage(blurhash))
    .find((image) => image !== null)
  return source && html`<img class="blur" src="${source}" alt="">`
}

/** One square of a gallery: a picture, or what stands for a video or a sound. */
export function tile(one: ShownMedia, words: string, { t }: Voice): Html {
  const { type, url } = one
  const picture = previewOf(one) ?? (type === 'image' ? url : null)
  const sign = type === 'image' ? null : type === 'audio' ? t('media.audible') : t('media.playable')
  return html`${picture ? html`<img${focusOf(one)} src="${picture}" alt="${words}" loading="lazy" decoding="async">` : html`<span class="unseen">${words}</span>`}${
    sign && html`<span class="badge" aria-hidden="true">${sign}</span>`
  }`
}

function sizeOf({ meta }: ShownMedia): Content {
  const { width, height } = meta?.original ?? {}
  return width && height && html` width="${width}" height="${height}"`
}

/** Classes, since pages have no style of their own in elements: which side a crop must keep. */
function focusOf({ meta }: ShownMedia): Content {
  const { x = 0, y = 0 } = meta?.focus ?? {}
  const across = x < -0.3 ? 'at-left' : x > 0.3 ? 'at-right' : ''
  const down = y > 0.3 ? 'at-top' : y < -0.3 ? 'at-bottom' : ''
  const classes = `${across} ${down}`.trim()
  return classes && html` class="${classes}"`
}

/** One square of a gallery that stands for what is behind a warning. */
export const veil = (media: readonly ShownMedia[], words: string): Html =>
  html`${blurOf(media)}<span class="veiled">${icon('eye')}<span class="unseen">${words}</span></span>`

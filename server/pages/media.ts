/** Pictures, video and sound of a post. */
import { type Html, html, safeUrl } from '../kit/index.ts'

export interface ShownMedia {
  readonly type: 'image' | 'video' | 'gifv' | 'audio' | 'unknown'
  readonly url: string | null
  readonly preview_url?: string | null
  /** What is to be seen or heard, for those who do not see or hear it. */
  readonly description: string | null
  readonly meta?: { readonly original?: { readonly width?: number; readonly height?: number } | null } | null
}

/** Up to four and more in a grid that keeps its place while they load. */
export function mediaGrid(media: readonly ShownMedia[]): Html {
  const usable = media.filter(({ url }) => url && safeUrl(url))
  const classes = usable.length < 2 ? 'media' : usable.length === 3 ? 'media many three' : 'media many'
  return html`<div class="${classes}">${usable.map((one, index) => medium(one, `${index + 1} of ${usable.length}`))}</div>`
}

function medium({ type, url, preview_url, description, meta }: ShownMedia, place: string): Html {
  const address = url ?? ''
  const preview = (preview_url && safeUrl(preview_url)) || null
  const { width, height } = meta?.original ?? {}
  const size = width && height && html` width="${width}" height="${height}"`
  switch (type) {
    case 'image':
      return html`<a href="${address}"><img src="${preview ?? address}" alt="${description || `Image ${place}, without a description`}"${size} loading="lazy" decoding="async"></a>`
    case 'video':
    case 'gifv':
      return html`<div><video src="${address}" controls playsinline preload="none"${type === 'gifv' && html` loop muted`}${
        preview && html` poster="${preview}"`
      }${size} aria-label="${description || `Video ${place}, without a description`}"></video></div>`
    case 'audio':
      return html`<div class="whole"><audio src="${address}" controls preload="none" aria-label="${description || `Sound ${place}, without a description`}"></audio></div>`
    default:
      return html`<p class="whole"><a href="${address}" rel="noopener noreferrer nofollow">Attachment ${place}${description && html`: ${description}`}</a></p>`
  }
}

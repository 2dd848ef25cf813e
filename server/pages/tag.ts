/** The public posts with one hashtag. */
import { mark, noIndex, type PageFrame, page } from '../http/index.ts'
import { html } from '../kit/index.ts'
import { sharingTags } from './sharing.ts'
import { pager, postList, type ShownPost } from './views.ts'
import { voiceOf } from './voice.ts'

export interface TagProps extends PageFrame {
  /** Without the `#`, as written by whoever asks. */
  readonly tag: string
  /** The one address of this page. */
  readonly url: string
  readonly posts: readonly ShownPost[]
  readonly newer: string | null
  readonly older: string | null
}

/** GET /tags/:tag */
export function tagPage(props: TagProps): string {
  const { tag, url, posts, network } = props
  const voice = voiceOf(props)
  const { t } = voice
  const body = html`<div class="column"><h1><bdi>#${tag}</bdi></h1>
${postList(posts, voice, html`${mark()}<p>${t('tag.none')}</p>`)}
${pager(props, voice)}
</div>`
  const head = html`${posts.length === 0 && noIndex}${sharingTags({
    siteName: network.name,
    language: voice.language,
    type: 'website',
    title: `#${tag}`,
    description: t('tag.about', { tag: `#${tag}`, network: network.name }),
    url,
    alternate: `${network.url}/api/v1/timelines/tag/${encodeURIComponent(tag)}`,
  })}`
  return page({ ...props, title: `#${tag}`, head, body })
}

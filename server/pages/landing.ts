/** The front page: what this network is, how to join, and what is being said. */
import { mark, type PageFrame, page } from '../http/index.ts'
import { type Content, type Html, html } from '../kit/index.ts'
import { speak } from './messages/index.ts'
import { sharingTags } from './sharing.ts'
import { jsonLd, siteData } from './structured.ts'
import { postList, type ShownPost } from './views.ts'
import { type Voice, voiceOf } from './voice.ts'

export interface LandingProps extends PageFrame {
  /** The newest public posts of this network. */
  readonly posts: readonly ShownPost[]
  readonly stats?: { readonly people: number; readonly posts: number }
  /** What link previews show. */
  readonly picture?: string
}

/** GET / */
export function landingPage(props: LandingProps): string {
  const { network, posts, stats, picture } = props
  const voice = voiceOf(props)
  const { t } = voice
  const { description: own } = network
  // What stands in the settings when nobody wrote anything is ours to translate.
  const description = own && own !== speak()('landing.description') ? own : t('landing.description')
  const body = html`<div class="broad landing">
<div>
<section class="hero" aria-labelledby="name">
${rings()}
<h1 id="name"><bdi>${network.name}</bdi></h1>
<p class="lead"><bdi>${description}</bdi></p>
${invitation(network.registration, voice)}
${stats && tally(stats, voice)}
</section>
<section class="card aside" aria-labelledby="apps"><h2 id="apps">${t('landing.apps')}</h2>
<p class="soft">${t('landing.appsText')}</p>
<p class="input code" dir="ltr">${new URL(network.url).host}</p></section>
</div>
<section aria-labelledby="newest"><h2 id="newest">${t('landing.newest')}</h2>
${postList(posts, voice, html`${mark()}<p>${t('landing.quiet')}</p>`)}
${posts.length > 0 && html`<p class="after"><a href="/explore">${t('landing.explore')}</a></p>`}
</section>
</div>`
  const tags = sharingTags({
    siteName: network.name,
    language: voice.language,
    type: 'website',
    title: network.name,
    description,
    url: `${network.url}/`,
    alternate: `${network.url}/api/v1/timelines/public`,
    images: picture
      ? [{ url: picture, alt: t('landing.mark', { network: network.name }), width: 1200, height: 630 }]
      : [],
    large: true,
  })
  const head = html`${tags}\n${jsonLd(siteData({ ...network, description }))}`
  return page({ ...props, title: network.name, head, body })
}

/** Sound waves, drawn from the mark. */
export function rings(): Html {
  const radii = [40, 75, 110, 145, 180, 215, 250]
  return html`<svg class="rings" viewBox="0 0 512 512" aria-hidden="true">${radii.map((r) => html`<circle cx="256" cy="256" r="${r}"/>`)}</svg>`
}

function invitation(registration: PageFrame['network']['registration'] = 'closed', { t }: Voice): Html {
  return html`<div class="row">
${registration !== 'closed' && html`<a class="button" href="/auth/sign_up">${t(`landing.${registration}`)}</a>`}
<a class="button quiet" href="/auth/sign_in">${t('landing.signIn')}</a>
</div>`
}

function tally(stats: { people: number; posts: number }, { t, count }: Voice): Content {
  return html`<dl class="tally">
<div><dt>${t('landing.people', { count: stats.people })}</dt><dd>${count(stats.people)}</dd></div>
<div><dt>${t('landing.posts', { count: stats.posts })}</dt><dd>${count(stats.posts)}</dd></div>
</dl>`
}

/** The front page: what this network is, how to join, and what is being said. */
import { mark, type PageFrame, page } from '../http/index.ts'
import { type Content, type Html, html } from '../kit/index.ts'
import { sharingTags } from './sharing.ts'
import { type Formats, formats, postList, type ShownPost } from './views.ts'

export interface LandingProps extends PageFrame {
  /** The newest public posts of this network. */
  readonly posts: readonly ShownPost[]
  readonly stats?: { readonly people: number; readonly posts: number }
  /** What link previews show. */
  readonly picture?: string
}

/** GET / */
export function landingPage(props: LandingProps): string {
  const { network, posts, stats, viewer, picture } = props
  const format = formats(props.locale)
  const description = network.description ?? 'A social network of our own.'
  const body = html`<div class="broad landing">
<div>
<section class="hero" aria-labelledby="name">
${rings()}
<h1 id="name">${network.name}</h1>
<p class="lead">${description}</p>
${viewer ? html`<p>Good to see you, ${viewer.name}.</p>` : invitation(network.registration)}
${stats && tally(stats, format)}
</section>
<section class="card aside" aria-labelledby="apps"><h2 id="apps">Bring the app you like</h2>
<p class="soft">Any Mastodon app works here, on the phone and on the desk. Sign in with this server:</p>
<p class="input code">${new URL(network.url).host}</p></section>
</div>
<section aria-labelledby="newest"><h2 id="newest">Newest posts</h2>
${postList(posts, format, html`${mark()}<p>It is quiet here. Be the first to say something.</p>`)}
</section>
</div>`
  const head = sharingTags({
    siteName: network.name,
    type: 'website',
    title: network.name,
    description,
    url: `${network.url}/`,
    alternate: `${network.url}/api/v1/timelines/public`,
    image: picture ? { url: picture, alt: `The mark of ${network.name}` } : null,
  })
  return page({ ...props, title: network.name, head, body })
}

/** Sound waves, drawn from the mark. */
export function rings(): Html {
  const radii = [40, 75, 110, 145, 180, 215, 250]
  return html`<svg class="rings" viewBox="0 0 512 512" aria-hidden="true">${radii.map((r) => html`<circle cx="256" cy="256" r="${r}"/>`)}</svg>`
}

function invitation(registration: PageFrame['network']['registration'] = 'closed'): Html {
  const join = { open: 'Create an account', approval: 'Ask for an account', invite: 'Join with an invite', closed: '' }
  return html`<div class="row">
${registration !== 'closed' && html`<a class="button" href="/auth/sign_up">${join[registration]}</a>`}
<a class="button quiet" href="/auth/sign_in">Sign in</a>
</div>`
}

function tally(stats: { people: number; posts: number }, format: Formats): Content {
  return html`<dl class="tally">
<div><dt>${stats.people === 1 ? 'person' : 'people'}</dt><dd>${format.count(stats.people)}</dd></div>
<div><dt>${stats.posts === 1 ? 'post' : 'posts'}</dt><dd>${format.count(stats.posts)}</dd></div>
</dl>`
}

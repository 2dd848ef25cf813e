/** The pages that a person sees while an app asks for access. They work in a small popup window. */
import {
  field,
  hidden,
  type IconName,
  icon,
  noIndex,
  notice,
  type PageFrame,
  page,
  panel,
  portrait,
} from '../http/index.ts'
import { type Content, type Html, html, safeUrl } from '../kit/index.ts'
import { describeScopes, type ScopeWords } from './scope-words.ts'

export interface SignInProps extends PageFrame {
  readonly csrf: string
  /** Where to go afterwards, a path of this site; the route must check it, since anybody can write such a link. */
  readonly next?: string
  /** The e-mail address or username that was typed before. */
  readonly login?: string
  /** Why signing in failed; it never says which of the two was wrong. */
  readonly problem?: string | undefined
  /** What has just happened, such as "You are signed out." */
  readonly done?: string | undefined
}

/** POST /auth/sign_in with `login`, `password` and `next`. */
export function signInPage(props: SignInProps): string {
  const { network, csrf, next, login, problem, done } = props
  const canJoin = network.registration !== undefined && network.registration !== 'closed'
  return card(props, {
    title: problem ? 'Error: Sign in' : 'Sign in',
    heading: 'Welcome back',
    body: html`${notice(problem)}${notice(done, 'good')}
<form class="stack" method="post" action="/auth/sign_in">
${hidden({ csrf, next })}
${field({ name: 'login', label: 'E-mail address or username', value: login, autocomplete: 'username' })}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
<button class="button wide">Sign in</button>
</form>
<p class="after"><a href="/auth/password/new">Forgot your password?</a></p>`,
    after: canJoin && html`New here? <a href="/auth/sign_up">Join ${network.name}</a>`,
  })
}

export interface SecondStepProps extends PageFrame {
  readonly csrf: string
  /** What says that the password was right. */
  readonly ticket: string
  readonly next?: string
  readonly problem?: string | undefined
}

/** POST /auth/sign_in/code with `code`, `ticket` and `next`. */
export function secondStepPage({ csrf, ticket, next, problem, ...frame }: SecondStepProps): string {
  return card(frame, {
    title: problem ? 'Error: Your code' : 'Your code',
    heading: 'One more step',
    icon: 'shield',
    body: html`${notice(problem)}
<form class="stack" method="post" action="/auth/sign_in/code">
${hidden({ csrf, ticket, next })}
${field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', maxLength: 40, hint: 'The six digits that your authenticator app shows now, or one of your recovery codes.' })}
<button class="button wide">Sign in</button>
</form>`,
    after: html`Neither of them at hand? Those who run ${frame.network.name} can help you.`,
  })
}

export interface WaitingProps extends PageFrame {
  readonly reason: 'unconfirmed' | 'pending' | 'suspended'
  /** With both of these, the confirmation can be sent once more: POST /auth/confirmation. */
  readonly csrf: string
  readonly email?: string | undefined
}

/** The password was right, and yet the person may not act: why, and what to do. */
export function waitingPage(props: WaitingProps): string {
  const { reason, csrf, email, network } = props
  if (reason === 'pending') {
    return card(props, {
      title: 'A person is looking at it',
      icon: 'clock',
      body: html`<p>A moderator reads each request to join ${network.name}; we write to you when yours is decided. After that you can sign in here and in your app.</p>
<a class="button quiet wide" href="/">Look around meanwhile</a>`,
    })
  }
  if (reason === 'suspended') {
    return card(props, {
      title: 'This account is suspended',
      icon: 'alert',
      bad: true,
      body: html`<p>Nobody can sign in to it at the moment. Those who run ${network.name} can tell you why.</p>
<a class="button quiet wide" href="/">To the front page</a>`,
    })
  }
  const again = html`<form method="post" action="/auth/confirmation">${hidden({ csrf, email })}
<button class="button quiet wide">Send it again</button></form>`
  return card(props, {
    title: 'Confirm your address first',
    icon: 'mail',
    body: html`<p>We have sent you a mail with a link. Open it, and then sign in here or in your app.</p>
<p class="soft">Nothing there? Look into the spam folder${email ? '.' : ', or sign in with your e-mail address to have it sent again.'}</p>${email && again}`,
  })
}

/** The app as it registered itself. Its name and website are its own claim, and are shown as such. */
export interface ConsentApp {
  readonly name: string
  readonly website?: string | null
}

export interface ConsentProps extends PageFrame {
  readonly csrf: string
  readonly app: ConsentApp
  readonly account: { readonly display_name: string; readonly acct: string; readonly avatar: string }
  readonly scopes: readonly string[]
  /** The request's own parameters (client_id, redirect_uri, response_type, scope, state, code_challenge, …), sent back as they came. */
  readonly request: Readonly<Record<string, string | undefined>>
  /** Where the answer goes, so that a stolen name is noticed. */
  readonly redirectUri: string
  /** Leads to signing in as somebody else. */
  readonly switchHref?: string
}

/** POST /oauth/authorize with `decision` = `authorize` or `deny`, `csrf` and the request's parameters. */
export function consentPage(props: ConsentProps): string {
  const { app, account, csrf, request, network, switchHref } = props
  const website = app.website ? safeUrl(app.website) : null
  return card(props, {
    title: `Authorize ${app.name}`,
    heading: html`${app.name} asks for access to your account`,
    body: html`
<div class="person">${portrait({ name: account.display_name || account.acct, avatar: account.avatar })}
<div><span class="name">${account.display_name || account.acct}</span><span class="acct">@${account.acct} on ${network.name}</span></div></div>
${switchHref && html`<p class="small">Not you? <a href="${switchHref}">Use another account</a></p>`}
<section aria-labelledby="wants"><h2 id="wants">It will be able to</h2>
<ul class="bits">${describeScopes(props.scopes).map(scopeLine)}</ul></section>
<p class="soft small">${website && html`Its website is <a href="${website}" rel="noopener noreferrer nofollow" target="_blank">${hostOf(website)}<span class="unseen"> (opens a new window)</span></a>. `}${destination(props.redirectUri)} It never sees your password, and you can take the access back at any time.</p>
<form method="post" action="/oauth/authorize">
${hidden({ ...request, csrf })}
<div class="row"><button class="button quiet" name="decision" value="deny">Deny</button>
<button class="button" name="decision" value="authorize">Authorize</button></div>
</form>`,
  })
}

/** The out-of-band way (`urn:ietf:wg:oauth:2.0:oob`): the person carries the code to the app by hand. */
export function codePage(props: PageFrame & { readonly app: ConsentApp; readonly code: string }): string {
  return card(props, {
    title: 'Your code',
    heading: 'One more step',
    icon: 'check',
    body: html`<p>Copy this code and paste it into ${props.app.name}. It works once, for a few minutes.</p>
<div class="field"><label for="code">Authorization code</label>
<output class="input code" id="code">${props.code}</output></div>
<p class="soft small">Give it to nobody else: whoever has it can use your account.</p>`,
  })
}

export interface OAuthErrorProps extends PageFrame {
  /** For people: what was wrong and what to do. */
  readonly message: string
  /** For the app's author: the error's code, such as `invalid_request`, or a technical sentence. */
  readonly detail?: string
}

/** Where the request is so wrong that the person must not be sent back to the app (RFC 6749, section 4.1.2.1). */
export function oauthErrorPage(props: OAuthErrorProps): string {
  return card(props, {
    title: 'This app cannot sign you in',
    icon: 'alert',
    bad: true,
    body: html`<p>${props.message}</p>
${props.detail && html`<p class="soft small">For the app’s author: <code>${props.detail}</code></p>`}
<a class="button quiet wide" href="/">To ${props.network.name}</a>`,
  })
}

function scopeLine({ title, detail, kind }: ScopeWords): Html {
  const icons: Record<typeof kind, IconName> = {
    read: 'eye',
    write: 'pencil',
    push: 'bell',
    admin: 'shield',
    other: 'eye',
  }
  return html`<li${kind === 'admin' && html` class="grave"`}>${icon(icons[kind])}<div><strong>${title}</strong><span class="soft small">${detail}</span></div></li>`
}

function destination(redirectUri: string): Html {
  if (redirectUri === 'urn:ietf:wg:oauth:2.0:oob') return html`You will get a code to copy.`
  const host = safeUrl(redirectUri) && hostOf(redirectUri)
  if (host) return html`Afterwards you go to <b>${host}</b>.`
  return html`Afterwards the app opens (<b>${redirectUri.split(':')[0]}:</b>).`
}

function hostOf(address: string): string {
  return URL.parse(address)?.host ?? ''
}

interface Card {
  title: string
  heading?: Content
  icon?: IconName
  bad?: boolean
  body: Content
  after?: Content
}

function card(frame: PageFrame, { title, heading = title, ...rest }: Card): string {
  return page({ ...frame, title, head: noIndex, body: panel({ ...rest, title: heading }) })
}

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
import { speak } from './messages/index.ts'
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
  const t = speak(props.language)
  const title = t('signIn.title')
  const canJoin = network.registration !== undefined && network.registration !== 'closed'
  const joinLink = html`<a href="/auth/sign_up">${t.parts('signIn.join', { network: html`<bdi>${network.name}</bdi>` })}</a>`
  return card(props, {
    title: problem ? t('common.error', { title }) : title,
    heading: t('signIn.heading'),
    body: html`${notice(problem)}${notice(done, 'good')}
<form class="stack" method="post" action="/auth/sign_in">
${hidden({ csrf, next })}
${field({ name: 'login', label: t('signIn.login'), value: login, autocomplete: 'username' })}
${field({ name: 'password', label: t('common.password'), type: 'password', autocomplete: 'current-password' })}
<button class="button wide">${t('signIn.title')}</button>
</form>
<p class="after"><a href="/auth/password/new">${t('signIn.forgot')}</a></p>`,
    after: canJoin && t.parts('signIn.newHere', { link: joinLink }),
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
  const t = speak(frame.language)
  const title = t('second.title')
  return card(frame, {
    title: problem ? t('common.error', { title }) : title,
    heading: t('second.heading'),
    icon: 'shield',
    body: html`${notice(problem)}
<form class="stack" method="post" action="/auth/sign_in/code">
${hidden({ csrf, ticket, next })}
${field({ name: 'code', label: t('common.code'), autocomplete: 'one-time-code', maxLength: 40, hint: t('second.hint') })}
<button class="button wide">${t('signIn.title')}</button>
</form>`,
    after: t.parts('second.help', { network: html`<bdi>${frame.network.name}</bdi>` }),
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
  const { reason, csrf, email } = props
  const t = speak(props.language)
  const network = html`<bdi>${props.network.name}</bdi>`
  if (reason === 'pending') {
    return card(props, {
      title: t('waiting.pendingTitle'),
      icon: 'clock',
      body: html`<p>${t.parts('waiting.pending', { network })}</p>
<a class="button quiet wide" href="/">${t('waiting.look')}</a>`,
    })
  }
  if (reason === 'suspended') {
    return card(props, {
      title: t('waiting.suspendedTitle'),
      icon: 'alert',
      bad: true,
      body: html`<p>${t.parts('waiting.suspended', { network })}</p>
<a class="button quiet wide" href="/">${t('common.frontPage')}</a>`,
    })
  }
  const again = html`<form method="post" action="/auth/confirmation">${hidden({ csrf, email })}
<button class="button quiet wide">${t('waiting.again')}</button></form>`
  return card(props, {
    title: t('waiting.unconfirmedTitle'),
    icon: 'mail',
    body: html`<p>${t('waiting.unconfirmed')}</p>
<p class="soft">${email ? t('waiting.spam') : t('waiting.spamOrEmail')}</p>${email && again}`,
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
  const { app, account, csrf, request, switchHref } = props
  const t = speak(props.language)
  const network = html`<bdi>${props.network.name}</bdi>`
  const name = account.display_name || account.acct
  const website = app.website ? safeUrl(app.website) : null
  return card(props, {
    title: t('consent.title', { app: app.name }),
    heading: t.parts('consent.heading', { app: html`<bdi>${app.name}</bdi>` }),
    body: html`
<div class="person">${portrait({ name, avatar: account.avatar })}
<div><span class="name"><bdi>${name}</bdi></span><span class="acct">${t.parts('consent.onNetwork', { name: html`<bdi>@${account.acct}</bdi>`, network })}</span></div></div>
${switchHref && html`<p class="small">${t.parts('consent.notYou', { link: html`<a href="${switchHref}">${t('consent.another')}</a>` })}</p>`}
<section aria-labelledby="wants"><h2 id="wants">${t('consent.able')}</h2>
<ul class="bits">${describeScopes(t, props.scopes).map(scopeLine)}</ul></section>
<p class="soft small">${website && html`${websiteOf(t, website)} `}${destination(t, props.redirectUri)} ${t('consent.never')}</p>
<form method="post" action="/oauth/authorize">
${hidden({ ...request, csrf })}
<div class="row"><button class="button quiet" name="decision" value="deny">${t('consent.deny')}</button>
<button class="button" name="decision" value="authorize">${t('consent.allow')}</button></div>
</form>`,
  })
}

/** The out-of-band way (`urn:ietf:wg:oauth:2.0:oob`): the person carries the code to the app by hand. */
export function codePage(props: PageFrame & { readonly app: ConsentApp; readonly code: string }): string {
  const t = speak(props.language)
  return card(props, {
    title: t('second.title'),
    heading: t('second.heading'),
    icon: 'check',
    body: html`<p>${t.parts('code.copy', { app: html`<bdi>${props.app.name}</bdi>` })}</p>
<div class="field"><label for="code">${t('code.label')}</label>
<output class="input code" dir="ltr" id="code">${props.code}</output></div>
<p class="soft small">${t('code.secret')}</p>`,
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
  const t = speak(props.language)
  return card(props, {
    title: t('problem.title'),
    icon: 'alert',
    bad: true,
    body: html`<p>${props.message}</p>
${props.detail && html`<p class="soft small">${t.parts('problem.forAuthor', { detail: html`<code dir="ltr">${props.detail}</code>` })}</p>`}
<a class="button quiet wide" href="/">${t.parts('common.toNetwork', { network: html`<bdi>${props.network.name}</bdi>` })}</a>`,
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
  return html`<li${kind === 'admin' && html` class="grave"`}>${icon(icons[kind])}<div><strong><bdi>${title}</bdi></strong><span class="soft small"><bdi>${detail}</bdi></span></div></li>`
}

type Words = ReturnType<typeof speak>

function websiteOf(t: Words, website: string): Content {
  const note = html`<span class="unseen"> ${t('consent.newWindow')}</span>`
  const link = html`<a href="${website}" rel="noopener noreferrer nofollow" target="_blank"><bdi>${hostOf(website)}</bdi>${note}</a>`
  return t.parts('consent.website', { link })
}

function destination(t: Words, redirectUri: string): Content {
  if (redirectUri === 'urn:ietf:wg:oauth:2.0:oob') return t('consent.toCode')
  const host = safeUrl(redirectUri) && hostOf(redirectUri)
  if (host) return t.parts('consent.toHost', { host: html`<b><bdi>${host}</bdi></b>` })
  return t.parts('consent.toApp', { address: html`<b dir="ltr">${redirectUri.split(':')[0]}:</b>` })
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

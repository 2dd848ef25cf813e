/**
 * The frame of every page that the server renders itself: landmarks, header, footer and one cacheable stylesheet.
 * Pages carry no script and nothing from elsewhere, so that they work under `default-src 'none'; style-src 'self'`.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Content, type Html, html, LANGUAGES, raw, safeUrl } from '../kit/index.ts'
import type { PageLanguage } from './language.ts'
import { speak } from './messages/index.ts'

/** What every page says about the network it belongs to. */
export interface Network {
  readonly name: string
  /** Origin without a trailing slash: `https://tweeter.example`. */
  readonly url: string
  /** A sentence or two for people and for search engines. */
  readonly description?: string
  /** Whether a stranger is offered an account; without it, they are not. */
  readonly registration?: 'open' | 'approval' | 'invite' | 'closed'
  /** Links at the foot of each page, such as the rules, privacy, or the API. */
  readonly links?: readonly { readonly label: string; readonly href: string }[]
}

/** Who looks at the page, as the header shows them. */
export interface PageViewer {
  readonly name: string
  readonly avatar: string
  readonly url: string
  /** Where it is given, the header has a button that signs this person out. */
  readonly csrf?: string
}

/** What a page of any module takes beside its own props and passes on. */
export interface PageFrame {
  readonly network: Network
  /** What the words are in; English when not given. */
  readonly language?: PageLanguage
  /** BCP 47 tag for dates and numbers, of the same language; `en` when not given. */
  readonly locale?: string
  /** What was chosen in the web client; as the system has it when not given. */
  readonly theme?: 'light' | 'dark' | null
  /** The path and query of this page, to come back to after choosing another language; the front page when not given. */
  readonly here?: string
  readonly viewer?: PageViewer | null
}

export interface PageProps extends PageFrame {
  readonly title: string
  readonly body: Html
  /** More for <head>: Open Graph tags, `noIndex`. */
  readonly head?: Content
}

/** A file that the pages need, to be served as it is and kept by browsers for good: the address carries its hash. */
export interface Asset {
  readonly path: string
  readonly type: string
  readonly body: string
  /** The first 16 hex digits of the SHA-256 of the body. */
  readonly hash: string
  /** `path` with the hash as `?v=`. */
  readonly href: string
}

const MARK_BODY = `<path class="bubble" fill="#ffcf33" d="M16 2a13.5 13.5 0 1 1-5.6 25.8c-1.9 1.5-4.2 2.2-6.6 2.2-.8 0-1.1-.9-.5-1.4 1.2-1.1 2-2.6 2.2-4.2A13.5 13.5 0 0 1 16 2z"/><g class="ring" fill="none" stroke="#15171c" stroke-width="2.2"><circle cx="16" cy="15.5" r="8"/></g><circle class="dome" fill="#15171c" cx="16" cy="15.5" r="3.6"/>`

/** The mark: a speech bubble that is also a tweeter, the small loudspeaker for high notes. */
export const mark = (): Html => html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">${raw(MARK_BODY)}</svg>`

export const pageCss = asset(
  '/assets/page.css',
  'text/css; charset=utf-8',
  `${readBeside('tokens.css')}\n${readBeside('page.css')}`,
)
export const pageIcon = asset(
  '/assets/icon.svg',
  'image/svg+xml',
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${MARK_BODY}</svg>\n`,
)

/** For <head>: keeps a page out of search engines. */
export const noIndex = html`<meta name="robots" content="noindex">`

/** The whole document. Pure: the same props give the same string. */
export function page(props: PageProps): string {
  const { title, network, body, head, locale, theme, viewer } = props
  const language = props.language ?? LANGUAGES[0]
  const t = speak(language)
  const own = locale?.split('-')[0] === language.code ? locale : language.code
  const settings = { label: t('frame.yourSettings'), href: '/settings' }
  const links = [...(viewer?.csrf ? [settings] : []), ...(network.links ?? [])]
  return String(html`<!doctype html>
<html lang="${own}" dir="${language.direction}"${theme && html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === network.name ? title : `${title} · ${network.name}`}</title>
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
<link rel="stylesheet" href="${pageCss.href}">
<link rel="icon" type="image/svg+xml" href="${pageIcon.href}">
${head}
</head>
<body>
<a class="skip" href="#main">${t('frame.toContent')}</a>
<header class="top">
<a class="brand" href="/">${mark()}<span dir="auto">${network.name}</span></a>
${viewer ? viewerNav(t, viewer) : strangerNav(t, network)}
</header>
<main id="main" tabindex="-1">
${body}
</main>
<footer class="bottom"><div>
<p>${t.parts('frame.worksWith', { network: html`<bdi>${network.name}</bdi>` })}</p>
${links.length > 0 && html`<nav aria-label="${t('frame.about')}"><ul>${links.map(footerLink)}</ul></nav>`}
${languageChoice(t, language.code, props.here ?? '/')}
</div></footer>
</body>
</html>
`)
}

type Words = ReturnType<typeof speak>

function strangerNav(t: Words, { registration = 'closed' }: Network): Html {
  return html`<nav aria-label="${t('frame.account')}"><ul>
<li><a class="button plain" href="/auth/sign_in">${t('frame.signIn')}</a></li>
${registration !== 'closed' && html`<li><a class="button" href="/auth/sign_up">${t('frame.join')}</a></li>`}
</ul></nav>`
}

function viewerNav(t: Words, { name, avatar, url, csrf }: PageViewer): Html {
  return html`<nav aria-label="${t('frame.account')}"><ul>
<li><a class="me" href="${safeUrl(url) ?? '/'}">${portrait({ name, avatar, size: 'tiny' })}<span dir="auto">${name}</span></a></li>
${
  csrf &&
  html`<li class="roomy"><a class="button plain" href="/settings">${t('frame.settings')}</a></li>
<li><form method="post" action="/auth/sign_out">${hidden({ csrf })}<button class="button plain">${t('frame.signOut')}</button></form></li>`
}
</ul></nav>`
}

/** A form and not links, since it changes something; it needs no token, as it changes nothing that matters. */
function languageChoice(t: Words, current: string, back: string): Html {
  const choice = ({ code, name, direction }: (typeof LANGUAGES)[number]): Html =>
    html`<li><button name="language" value="${code}" lang="${code}" dir="${direction}"${code === current && raw(' aria-current="true"')}>${name}</button></li>`
  return html`<form class="languages" method="post" action="/language" aria-label="${t('frame.language')}">${hidden({ back })}<ul>${LANGUAGES.map(choice)}</ul></form>`
}

const footerLink = ({ label, href }: { label: string; href: string }): Html =>
  html`<li><a href="${safeUrl(href) ?? '/'}">${label}</a></li>`

/** A person's picture, or the first letter of their name. It says nothing to screen readers: the name stands beside it. */
export function portrait(props: { name: string; avatar: string; size?: 'tiny' | 'huge' }): Html {
  const classes = `avatar ${props.size ?? ''}`.trimEnd()
  const source = safeUrl(props.avatar)
  if (source) return html`<img class="${classes}" src="${source}" alt="" width="96" height="96" decoding="async">`
  const initial = [...props.name.trim()][0] ?? '?'
  return html`<span class="${classes}" aria-hidden="true">${initial}</span>`
}

// Icons on a 24 by 24 grid, drawn as strokes in the colour of the text around them.
const ICONS = {
  alert: 'M12 3.5 2.5 20h19L12 3.5zM12 10v4.5M12 17.4v.1',
  bell: 'M6 16V10.5a6 6 0 0 1 12 0V16l2 2.5H4L6 16zM10 21.5h4',
  boost: 'M4 11V9a3 3 0 0 1 3-3h12M16 2.5 19.5 6 16 9.5M20 13v2a3 3 0 0 1-3 3H5M8 14.5 4.5 18 8 21.5',
  check: 'M4.5 12.5l5 5 10-11',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2',
  door: 'M5 21h14M7 21V3.5h10V21M13.5 12.5v.1',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4z',
  mail: 'M3 5.5h18v13H3v-13zM3.5 6.5 12 13l8.5-6.5',
  pencil: 'M4 20l1-4.5L16.5 4 20 7.5 8.5 19 4 20zM14 6.5 17.5 10',
  pin: 'M9 3.5h6l-1 6 4 3.5v1.5H6V13l4-3.5-1-6zM12 14.5v6',
  reply: 'M20.5 11.5a7.5 7.5 0 0 1-11 6.6L4 20l1.6-4.6a7.5 7.5 0 1 1 14.9-3.9z',
  shield: 'M12 3l7.5 3v5.5c0 4.5-3 7.8-7.5 9.5-4.5-1.7-7.5-5-7.5-9.5V6L12 3z',
  star: 'M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.3-4.1 5.9-.8L12 3.5z',
} as const

export type IconName = keyof typeof ICONS

/** A decorative icon, hidden from screen readers: the word for it stands beside it. */
export const icon = (name: IconName): Html =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`

/** One `<input type="hidden">` for each pair whose value is there. */
export const hidden = (pairs: Readonly<Record<string, string | undefined>>): Html[] =>
  Object.entries(pairs)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)

/** One line of a form. `name` must be unique on the page: the ids are made of it. */
export interface FieldProps {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'email' | 'password' | 'textarea'
  readonly value?: string | undefined
  /** What is wrong with the value, as a sentence; shown under the field and tied to it. */
  readonly error?: string | undefined
  readonly hint?: Content
  /** The token that password managers and browsers fill by: `new-password`, `email`, … */
  readonly autocomplete?: string
  readonly optional?: boolean
  readonly minLength?: number
  readonly maxLength?: number
}

/** A labelled field with its hint and its error. The value of a password is never sent back. */
export function field(props: FieldProps): Html {
  const { name, label, type = 'text', value = '', error, hint, autocomplete = 'off' } = props
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ')
  const attributes = html` class="input" dir="${type === 'textarea' ? 'auto' : 'ltr'}" id="${name}" name="${name}" autocomplete="${autocomplete}"${
    !props.optional && raw(' required')
  }${error && raw(' aria-invalid="true"')}${described && html` aria-describedby="${described}"`}${
    props.minLength && html` minlength="${props.minLength}"`
  }${props.maxLength && html` maxlength="${props.maxLength}"`}`
  const control =
    type === 'textarea'
      ? html`<textarea${attributes} rows="4">${raw('\n')}${value}</textarea>`
      : html`<input type="${type}"${attributes}${type !== 'password' && html` value="${value}"`} autocapitalize="none" spellcheck="false">`
  return html`<div class="field">
<label for="${name}">${label}${props.optional && html` <span class="soft small">(optional)</span>`}</label>
${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${control}
${fieldError(name, error)}
</div>`
}

/** A box to tick, with its error. */
export function checkbox(props: { name: string; label: Content; checked?: boolean; error?: string | undefined }): Html {
  const { name, label, checked, error } = props
  return html`<div class="field check">
<input type="checkbox" id="${name}" name="${name}" value="true" required${checked && raw(' checked')}${
    error && html` aria-invalid="true" aria-describedby="${name}-error"`
  }>
<label for="${name}">${label}</label>
${fieldError(name, error)}
</div>`
}

function fieldError(name: string, error: string | undefined): Content {
  return error && html`<p class="wrong" id="${name}-error">${icon('alert')}<span>${error}</span></p>`
}

/** A sentence above a form: what went wrong (announced by screen readers), or what has just been done. */
export function notice(text: Content, kind: 'good' | 'bad' = 'bad'): Content {
  if (!text) return null
  return kind === 'bad'
    ? html`<div class="notice bad" role="alert">${text}</div>`
    : html`<div class="notice" role="status">${text}</div>`
}

/** A page that is one card: a heading, perhaps an emblem, and what belongs to it. */
export function panel(props: { title: Content; icon?: IconName; bad?: boolean; body: Content; after?: Content }): Html {
  const { title, bad, body, after } = props
  return html`<div class="narrow"><div class="card stack">
<div>${props.icon && html`<div class="emblem${bad && ' bad'}">${icon(props.icon)}</div>`}<h1>${title}</h1></div>
${body}
</div>${after && html`<p class="after">${after}</p>`}</div>`
}

function asset(path: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16)
  return { path, type, body, hash, href: `${path}?v=${hash}` }
}

function readBeside(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}

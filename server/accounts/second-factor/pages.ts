/** The pages on which a person turns the second factor on and off. Props in, a document out. */
import { field, hidden, icon, noIndex, notice, type PageFrame, page, panel } from '../../http/index.ts'
import { type Content, type Html, html, raw } from '../../kit/index.ts'

export interface FactorFrame extends PageFrame {
  readonly csrf: string
  readonly acct: string
  readonly errors?: { readonly password?: string; readonly code?: string }
  readonly problem?: string | undefined
}

/** POST /settings/second_factor/set_up with `password`. */
export function factorOffPage(props: FactorFrame): string {
  return card(props, {
    title: 'Second factor',
    body: html`<p>It is <b>off</b>: your password alone signs you in.</p>
<p class="soft">With it, signing in also takes six digits that an app on your phone shows, so a stolen password is not enough. Any authenticator app will do (Aegis, 2FAS, Google Authenticator, a password manager…).</p>
<form class="stack" method="post" action="/settings/second_factor/set_up">
${hidden({ csrf: props.csrf })}${whose(props)}
${password(props)}
<button class="button wide">Set it up</button>
</form>`,
  })
}

/** POST /settings/second_factor/confirm with `code` and `sealed`. */
export function setUpPage(
  props: FactorFrame & { readonly secret: string; readonly sealed: string; readonly qr: Html },
): string {
  const { csrf, sealed, secret, qr, errors } = props
  return card(props, {
    title: 'Set up the second factor',
    body: html`<div><ol class="rules">
<li>Scan this with your authenticator app:<div class="qr">${qr}</div>
Or type this key into it: <code class="key">${secret.replace(/.{4}(?=.)/g, '$& ')}</code></li>
<li>Type the six digits that the app shows now.</li></ol></div>
<form class="stack" method="post" action="/settings/second_factor/confirm">
${hidden({ csrf, sealed })}
${field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', maxLength: 10, error: errors?.code })}
<button class="button wide">Turn it on</button>
</form>`,
  })
}

/** The only time that the codes are shown. */
export function recoveryCodesPage(
  props: PageFrame & { readonly codes: readonly string[]; readonly renewed: boolean },
): string {
  return card(props, {
    title: props.renewed ? 'Your new recovery codes' : 'The second factor is on',
    icon: 'check',
    body: html`<p>Without your phone, each of these recovery codes signs you in <b>once</b>. Keep them where the phone is not: on paper, or in a password manager. They are not shown again${props.renewed && ', and the ones from before no longer work'}.</p>
<ol class="keys" aria-label="Recovery codes">${props.codes.map((code) => html`<li><code>${code}</code></li>`)}</ol>
<a class="button wide" href="/settings">I have kept them</a>`,
  })
}

/** POST /settings/second_factor/change with `password`, `code` and `wish`: `renew` or `off`. */
export function factorOnPage(
  props: FactorFrame & { readonly since: Date; readonly codes: number; readonly done?: string },
): string {
  const { csrf, errors, since, codes, locale } = props
  const day = since.toLocaleDateString(locale ?? 'en', { dateStyle: 'long', timeZone: 'UTC' })
  return card(props, {
    title: 'Second factor',
    body: html`<p>It is <b>on</b> since ${day}. ${codes === 1 ? 'One recovery code is' : html`${codes} recovery codes are`} left.</p>
${codes < 3 && notice('Few recovery codes are left: make new ones.')}
<form class="stack" method="post" action="/settings/second_factor/change">
${hidden({ csrf })}${whose(props)}
${password(props)}
${field({ name: 'code', label: 'Code', autocomplete: 'one-time-code', maxLength: 40, error: errors?.code, hint: 'The six digits that your authenticator app shows now, or a recovery code.' })}
<div class="row"><button class="button quiet" name="wish" value="renew">Make new recovery codes</button>
<button class="button danger" name="wish" value="off">${icon('alert')}Turn it off</button></div>
</form>`,
  })
}

/** Whose password it is, for password managers. */
const whose = ({ acct }: FactorFrame): Html =>
  html`<input type="text" name="username" value="${acct}" autocomplete="username" readonly hidden>`

const password = ({ errors }: FactorFrame): Html =>
  field({
    name: 'password',
    label: 'Your password',
    type: 'password',
    error: errors?.password,
    autocomplete: 'current-password',
  })

/** A QR code as a picture without styles: dark modules in one path, on white in every theme. */
export function qrSvg(modules: readonly (readonly boolean[])[], label: string): Html {
  const size = modules.length
  const path = modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .filter(Boolean)
    .join('')
  return html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path fill="#000" d="${raw(path)}"/></svg>`
}

interface Card {
  title: string
  icon?: 'check'
  body: Content
}

function card(props: PageFrame & Partial<FactorFrame>, { title, body, ...rest }: Card): string {
  const wrong = props.problem ?? Object.values(props.errors ?? {}).find(Boolean)
  return page({
    ...props,
    title: wrong ? `Error: ${title}` : title,
    head: noIndex,
    body: panel({
      ...rest,
      title,
      body: html`${notice(wrong)}${body}`,
      after: html`<a href="/settings">Back to settings</a>`,
    }),
  })
}

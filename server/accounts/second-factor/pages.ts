/** The pages on which a person turns the second factor on and off. Props in, a document out. */
import { field, hidden, icon, noIndex, notice, type PageFrame, page, panel } from '../../http/index.ts'
import { type Content, type Html, html, raw } from '../../kit/index.ts'
import { speak } from '../messages/index.ts'

export interface FactorFrame extends PageFrame {
  readonly csrf: string
  readonly acct: string
  readonly errors?: { readonly password?: string; readonly code?: string }
  readonly problem?: string | undefined
}

/** POST /settings/second_factor/set_up with `password`. */
export function factorOffPage(props: FactorFrame): string {
  const t = speak(props.language)
  return card(props, {
    title: t('factor.title'),
    body: html`<p>${t.parts('factor.isOff', { off: html`<b>${t('factor.off')}</b>` })}</p>
<p class="soft">${t('factor.why')}</p>
<form class="stack" method="post" action="/settings/second_factor/set_up">
${hidden({ csrf: props.csrf })}${whose(props)}
${password(t, props)}
<button class="button wide">${t('factor.setUp')}</button>
</form>`,
  })
}

/** POST /settings/second_factor/confirm with `code` and `sealed`. */
export function setUpPage(
  props: FactorFrame & { readonly secret: string; readonly sealed: string; readonly qr: Html },
): string {
  const { csrf, sealed, secret, qr, errors } = props
  const t = speak(props.language)
  const key = html`<code class="key">${secret.replace(/.{4}(?=.)/g, '$& ')}</code>`
  return card(props, {
    title: t('factor.setUpTitle'),
    body: html`<div><ol class="rules">
<li>${t('factor.scan')}<div class="qr">${qr}</div>
${t.parts('factor.typeKey', { key })}</li>
<li>${t('factor.typeCode')}</li></ol></div>
<form class="stack" method="post" action="/settings/second_factor/confirm">
${hidden({ csrf, sealed })}
${field({ name: 'code', label: t('common.code'), autocomplete: 'one-time-code', maxLength: 10, error: errors?.code })}
<button class="button wide">${t('factor.turnOn')}</button>
</form>`,
  })
}

/** The only time that the codes are shown. */
export function recoveryCodesPage(
  props: PageFrame & { readonly codes: readonly string[]; readonly renewed: boolean },
): string {
  const t = speak(props.language)
  const once = html`<b>${t('factor.once')}</b>`
  return card(props, {
    title: props.renewed ? t('factor.renewedTitle') : t('factor.onTitle'),
    icon: 'check',
    body: html`<p>${t.parts(props.renewed ? 'factor.codesRenewed' : 'factor.codes', { once })}</p>
<ol class="keys" dir="ltr" aria-label="${t('factor.codesLabel')}">${props.codes.map((code) => html`<li><code>${code}</code></li>`)}</ol>
<a class="button wide" href="/settings">${t('factor.kept')}</a>`,
  })
}

/** POST /settings/second_factor/change with `password`, `code` and `wish`: `renew` or `off`. */
export function factorOnPage(
  props: FactorFrame & { readonly since: Date; readonly codes: number; readonly done?: string },
): string {
  const { csrf, errors, since, codes, locale } = props
  const t = speak(props.language)
  const day = since.toLocaleDateString(locale ?? 'en', { dateStyle: 'long', timeZone: 'UTC' })
  return card(props, {
    title: t('factor.title'),
    body: html`<p>${t.parts('factor.isOn', { on: html`<b>${t('factor.on')}</b>`, day })} ${t('factor.left', { count: codes })}</p>
${codes < 3 && notice(t('factor.few'))}
<form class="stack" method="post" action="/settings/second_factor/change">
${hidden({ csrf })}${whose(props)}
${password(t, props)}
${field({ name: 'code', label: t('common.code'), autocomplete: 'one-time-code', maxLength: 40, error: errors?.code, hint: t('factor.codeHint') })}
<div class="row"><button class="button quiet" name="wish" value="renew">${t('factor.renew')}</button>
<button class="button danger" name="wish" value="off">${icon('alert')}${t('factor.turnOff')}</button></div>
</form>`,
  })
}

/** Whose password it is, for password managers. */
const whose = ({ acct }: FactorFrame): Html =>
  html`<input type="text" name="username" value="${acct}" autocomplete="username" readonly hidden>`

const password = (t: ReturnType<typeof speak>, { errors }: FactorFrame): Html =>
  field({
    name: 'password',
    label: t('common.yourPassword'),
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
  const t = speak(props.language)
  const wrong = props.problem ?? Object.values(props.errors ?? {}).find(Boolean)
  return page({
    ...props,
    title: wrong ? t('common.error', { title }) : title,
    head: noIndex,
    body: panel({
      ...rest,
      title,
      body: html`${notice(wrong)}${body}`,
      after: html`<a href="/settings">${t('common.backToSettings')}</a>`,
    }),
  })
}

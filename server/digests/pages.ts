/** The pages about mails. Props in, a document out. */
import { hidden, noIndex, notice, type PageFrame, page, panel } from '../http/index.ts'
import { type Content, type Html, html, raw } from '../kit/index.ts'
import { kindNames } from './kinds.ts'
import { speak } from './messages/index.ts'
import type { MailSettings } from './schema.ts'
import type { Unsubscribed } from './settings.ts'

interface Choice {
  readonly type: 'checkbox' | 'radio'
  readonly name: string
  readonly value: string
  readonly label: string
  readonly checked: boolean
}

const choice = ({ type, name, value, label, checked }: Choice): Html => html`<div class="field check">
<input type="${type}" id="${name}-${value}" name="${name}" value="${value}"${checked && raw(' checked')}>
<label for="${name}-${value}">${label}</label>
</div>`

const group = (legend: string, choices: readonly Html[]): Html =>
  html`<fieldset class="stack"><legend>${legend}</legend>${choices}</fieldset>`

const whens = ['away', 'always', 'never'] as const
const periods = ['never', 'daily', 'weekly'] as const

const radios = <K extends string>(name: string, values: readonly K[], label: (value: K) => string, chosen: K) =>
  values.map((value) => choice({ type: 'radio', name, value, label: label(value), checked: value === chosen }))

interface SettingsProps extends PageFrame {
  readonly csrf: string
  readonly settings: MailSettings
  readonly saved?: boolean
}

/** GET and POST /settings/mail */
export function settingsPage(props: SettingsProps): string {
  const { csrf, saved } = props
  const t = speak(props.language)
  const title = t('settings.title')
  const { notify, kinds: wanted, digest, suppressed } = props.settings
  const boxes = kindNames.map((name) =>
    choice({
      type: 'checkbox',
      name: `kinds[${name}]`,
      value: 'true',
      label: t(`kinds.${name}`),
      checked: wanted[name],
    }),
  )
  const body = html`${saved && notice(t('settings.saved'), 'good')}${suppressed && notice(t(`suppressed.${suppressed}`))}
<form class="stack" method="post" action="/settings/mail">
${hidden({ csrf })}
${group(
  t('settings.notify'),
  radios('notify', whens, (when) => t(`notify.${when}`), notify),
)}
${group(t('settings.kinds'), boxes)}
${group(
  t('settings.digest'),
  radios('digest', periods, (period) => t(`digest.${period}`), digest),
)}
<button class="button wide">${t('settings.save')}</button>
</form>`
  const after = html`<a href="/settings">${t('settings.back')}</a>`
  return page({ ...props, title, head: noIndex, body: panel({ title, body, after }) })
}

/** `area.what`, and the name of the kind where it is one. */
function told(frame: PageFrame, area: 'ask' | 'stopped', what: Unsubscribed): Content {
  const t = speak(frame.language)
  const network = html`<bdi>${frame.network.name}</bdi>`
  return what === 'all' || what === 'digest' || what === 'notifications'
    ? t.parts(`${area}.${what}`, { network })
    : t.parts(`${area}.kind`, { network, kind: t(`kinds.${what}`) })
}

/** GET /unsubscribe/:token */
export function unsubscribePage(props: PageFrame & { readonly token: string; readonly what: Unsubscribed }): string {
  const { token, what } = props
  const t = speak(props.language)
  const action = `/unsubscribe/${token}`
  const body = html`<p>${told(props, 'ask', what)}</p>
<form method="post" action="${action}"><button class="button wide">${t('ask.stop')}</button></form>
${what !== 'all' && html`<form method="post" action="${action}">${hidden({ all: 'true' })}<button class="button quiet wide">${t('ask.stopAll')}</button></form>`}
<p class="soft small">${t('ask.still')}</p>`
  const after = html`<a href="/settings/mail">${t('ask.choose')}</a>`
  const content = panel({ title: t('ask.heading'), icon: 'mail', body, after })
  return page({ ...props, title: t('ask.title'), head: noIndex, body: content })
}

/** POST /unsubscribe/:token */
export function stoppedPage(props: PageFrame & { readonly what: Unsubscribed }): string {
  const t = speak(props.language)
  const title = t('stopped.title')
  const body = html`<p>${told(props, 'stopped', props.what)}</p>`
  const after = html`<a href="/settings/mail">${t('stopped.change')}</a>`
  return page({ ...props, title, head: noIndex, body: panel({ title, icon: 'check', body, after }) })
}

/** For a link that we did not make, or of which a piece is missing. */
export function brokenLinkPage(props: PageFrame): string {
  const t = speak(props.language)
  const title = t('broken.title')
  const body = html`<p><a href="/settings/mail">${t('broken.text')}</a></p>`
  return page({ ...props, title, head: noIndex, body: panel({ title, icon: 'clock', bad: true, body }) })
}

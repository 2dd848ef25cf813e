/** The pages about mails. Props in, a document out. */
import { hidden, noIndex, notice, type PageFrame, page, panel } from '../http/index.ts'
import { type Html, html, raw } from '../kit/index.ts'
import { kindNames, kinds } from './kinds.ts'
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

const whens = {
  away: 'While I am not here',
  always: 'Always',
  never: 'Never',
} as const
const periods = { never: 'Never', daily: 'Every day', weekly: 'Every week' } as const

const radios = <K extends string>(name: string, labels: Readonly<Record<K, string>>, chosen: K): Html[] =>
  (Object.keys(labels) as K[]).map((value) =>
    choice({ type: 'radio', name, value, label: labels[value], checked: value === chosen }),
  )

const trouble = {
  bounced: 'Mail to your address comes back, so we send none. Change the address, or ask those who run the network.',
  complained:
    'Somebody at your address marked our mail as spam, so we send only what you ask for, such as new passwords.',
  unsubscribed: 'You have stopped all mails. Switch something on to get it again.',
} as const

interface SettingsProps extends PageFrame {
  readonly csrf: string
  readonly settings: MailSettings
  readonly saved?: boolean
}

/** GET and POST /settings/mail */
export function settingsPage(props: SettingsProps): string {
  const { csrf, saved } = props
  const { notify, kinds: wanted, digest, suppressed } = props.settings
  const boxes = kindNames.map((name) =>
    choice({
      type: 'checkbox',
      name: `kinds[${name}]`,
      value: 'true',
      label: kinds[name].label,
      checked: wanted[name],
    }),
  )
  const body = html`${saved && notice('Saved.', 'good')}${suppressed && notice(trouble[suppressed])}
<form class="stack" method="post" action="/settings/mail">
${hidden({ csrf })}
${group('Mail me what happens', radios('notify', whens, notify))}
${group('What is worth a mail', boxes)}
${group('What I missed, in one mail', radios('digest', periods, digest))}
<button class="button wide">Save</button>
</form>`
  const after = html`<a href="/settings">Back to settings</a>`
  return page({ ...props, title: 'Mails', head: noIndex, body: panel({ title: 'Mails', body, after }) })
}

const named = (what: Unsubscribed): Html => {
  if (what === 'all') return html`any mails about what happens`
  if (what === 'digest') return html`the mail with what you missed`
  if (what === 'notifications') return html`mails about what happens`
  return html`mails of the kind “${kinds[what].label}”`
}

/** GET /unsubscribe/:token */
export function unsubscribePage(props: PageFrame & { readonly token: string; readonly what: Unsubscribed }): string {
  const { token, what, network } = props
  const action = `/unsubscribe/${token}`
  const body = html`<p>Do you want to get no more ${named(what)} from ${network.name}?</p>
<form method="post" action="${action}"><button class="button wide">Stop them</button></form>
${what !== 'all' && html`<form method="post" action="${action}">${hidden({ all: 'true' })}<button class="button quiet wide">Stop all mails</button></form>`}
<p class="soft small">Links that you ask for yourself, such as for a new password, still come.</p>`
  const after = html`<a href="/settings/mail">Choose what you get by mail</a>`
  return page({
    ...props,
    title: 'No more mails',
    head: noIndex,
    body: panel({ title: 'No more mails?', icon: 'mail', body, after }),
  })
}

/** POST /unsubscribe/:token */
export function stoppedPage(props: PageFrame & { readonly what: Unsubscribed }): string {
  const body = html`<p>You get no more ${named(props.what)} from ${props.network.name}.</p>`
  const after = html`<a href="/settings/mail">Change your mind</a>`
  return page({ ...props, title: 'Done', head: noIndex, body: panel({ title: 'Done', icon: 'check', body, after }) })
}

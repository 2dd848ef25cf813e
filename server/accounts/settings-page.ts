/** `/settings/account`: sign-in, mails and leaving; the other settings are the web client's, at `/settings`. */
import { type IconName, icon, noIndex, type PageFrame, page, panel } from '../http/index.ts'
import { html } from '../kit/index.ts'
import { speak } from './messages/index.ts'
import { secondFactorOf } from './second-factor/change.ts'
import { formFrame, show, type Visit, visitor } from './visit.ts'

interface Entry {
  readonly href: string
  readonly icon: IconName
  readonly title: string
  readonly detail: string
}

export async function visitSettings(call: Visit<{ done?: string }>): Promise<unknown> {
  const user = await visitor(call)
  if (user === null) return call.reply
  const hasFactor = (await secondFactorOf(call.app, user.account_id)) !== null
  const frame = await formFrame(call)
  const t = speak(frame.language)
  const entries: Entry[] = [
    { href: '/auth/email', icon: 'mail', title: t('common.email'), detail: user.email ?? t('settings.noEmail') },
    { href: '/settings/password', icon: 'pencil', title: t('settings.password'), detail: t('settings.passwordDetail') },
    {
      href: '/settings/second_factor',
      icon: 'shield',
      title: t('settings.factor'),
      detail: hasFactor ? t('settings.factorOn') : t('settings.factorOff'),
    },
    { href: '/settings/sessions', icon: 'eye', title: t('settings.browsers'), detail: t('settings.browsersDetail') },
    { href: '/settings/apps', icon: 'door', title: t('settings.apps'), detail: t('settings.appsDetail') },
    { href: '/settings/mail', icon: 'bell', title: t('settings.mails'), detail: t('settings.mailsDetail') },
    { href: '/auth/delete', icon: 'alert', title: t('settings.leave'), detail: t('settings.leaveDetail') },
  ]
  const done = call.query.done === 'password' ? t('settings.passwordDone') : null
  return show(call, settingsPage({ ...frame, acct: user.username, entries, done }))
}

function settingsPage(
  props: PageFrame & { readonly acct: string; readonly entries: readonly Entry[]; readonly done: string | null },
): string {
  const { acct, entries, done } = props
  const t = speak(props.language)
  const title = t('settings.title')
  const line = ({ href, icon: name, title, detail }: Entry) =>
    html`<li><a href="${href}">${icon(name)}<span><strong>${title}</strong><span class="soft small"><bdi>${detail}</bdi></span></span></a></li>`
  const body = html`${done && html`<div class="notice" role="status">${done}</div>`}
<p class="soft">${t.parts('settings.lead', { name: html`<bdi>@${acct}</bdi>`, link: html`<a href="/settings">${t('settings.all')}</a>` })}</p>
<ul class="choices">${entries.map(line)}</ul>`
  return page({ ...props, title, head: noIndex, body: panel({ title, body }) })
}

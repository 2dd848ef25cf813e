/** `/settings`: where everything about one's account is. */
import { type IconName, icon, noIndex, type PageFrame, page, panel } from '../http/index.ts'
import { html } from '../kit/index.ts'
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
  const entries: Entry[] = [
    { href: '/auth/email', icon: 'mail', title: 'E-mail address', detail: user.email ?? 'none' },
    { href: '/settings/password', icon: 'pencil', title: 'Password', detail: 'Choose a new one' },
    {
      href: '/settings/second_factor',
      icon: 'shield',
      title: 'Second factor',
      detail: hasFactor ? 'On: signing in takes a code, too' : 'Off: your password alone signs you in',
    },
    { href: '/settings/sessions', icon: 'eye', title: 'Browsers', detail: 'Where you are signed in' },
    { href: '/settings/apps', icon: 'door', title: 'Apps', detail: 'What may use your account' },
    { href: '/settings/mail', icon: 'bell', title: 'Mails', detail: 'What we write to you about' },
    { href: '/auth/delete', icon: 'alert', title: 'Delete the account', detail: 'For good' },
  ]
  const done = call.query.done === 'password' ? 'Your password is changed, and everything else is signed out.' : null
  return show(call, settingsPage({ ...(await formFrame(call)), acct: user.username, entries, done }))
}

function settingsPage(
  props: PageFrame & { readonly acct: string; readonly entries: readonly Entry[]; readonly done: string | null },
): string {
  const { acct, entries, done } = props
  const line = ({ href, icon: name, title, detail }: Entry) =>
    html`<li><a href="${href}">${icon(name)}<span><strong>${title}</strong><span class="soft small">${detail}</span></span></a></li>`
  const body = html`${done && html`<div class="notice" role="status">${done}</div>`}
<p class="soft">Of @${acct}. Your profile is changed in your app.</p>
<ul class="choices">${entries.map(line)}</ul>`
  return page({ ...props, title: 'Settings', head: noIndex, body: panel({ title: 'Settings', body }) })
}

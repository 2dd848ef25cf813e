/** The lists of who has access to an account, and the page for a new password. Props in, a document out. */
import { field, hidden, icon, noIndex, notice, type PageFrame, page, panel } from '../../http/index.ts'
import { type Content, type Html, html, safeUrl } from '../../kit/index.ts'
import { describeScopes } from '../scope-words.ts'
import type { AuthorizedApp, Session } from './schema.ts'

type Frame = PageFrame & { readonly csrf: string }

/** POST /settings/sessions/end with `id`, and /settings/sessions/end_others. */
export function sessionsPage(
  props: Frame & { readonly sessions: readonly Session[]; readonly hereId: string | null },
): string {
  const { csrf, sessions, hereId } = props
  const line = (one: Session): Html => {
    const isHere = one.id === hereId
    return html`<li class="one">${icon('eye')}<div><strong id="s${one.id}">${one.agent}</strong>
<span class="soft small">Signed in ${day(props, one.created_at)}, last used ${isHere ? 'now' : day(props, one.last_used_at)}${one.network && html`, from ${one.network}`}</span></div>
${isHere ? html`<span class="badge">This browser</span>` : endForm('/settings/sessions/end', { csrf, id: one.id }, 'Sign out', `s${one.id}`)}</li>`
  }
  const others = sessions.some((one) => one.id !== hereId)
  return card(props, {
    title: 'Browsers',
    body: html`<p class="soft">You are signed in to ${props.network.name} with these. A session ends 30 days after its last use; 30 days after that, its address is forgotten. Only you see this.</p>
<ul class="choices">${sessions.map(line)}</ul>
${others && html`<form method="post" action="/settings/sessions/end_others">${hidden({ csrf })}<button class="button danger wide">Sign out all other browsers</button></form>`}
<p class="small"><a href="/settings/apps">Apps are listed apart.</a></p>`,
  })
}

/** POST /settings/apps/end with `id`, and /settings/apps/end_all. */
export function appsPage(props: Frame & { readonly apps: readonly AuthorizedApp[] }): string {
  const { csrf, apps } = props
  const line = (one: AuthorizedApp): Html => {
    const website = one.website && safeUrl(one.website)
    return html`<li class="one">${icon('door')}<div><strong id="a${one.id}">${website ? html`<a href="${website}" rel="noopener noreferrer nofollow">${one.name}</a>` : one.name}</strong>
<span class="soft small">Since ${day(props, one.created_at)}, ${one.last_used_at ? html`last used ${day(props, one.last_used_at)}` : 'not used yet'}</span>
<span class="small">${describeScopes(one.scopes)
      .map(({ title }) => title)
      .join('; ')}</span></div>
${endForm('/settings/apps/end', { csrf, id: one.id }, 'Take back', `a${one.id}`)}</li>`
  }
  return card(props, {
    title: 'Apps',
    body:
      apps.length === 0
        ? html`<p>No app may use your account.</p>`
        : html`<p class="soft">These apps may use your account. Whichever you take the access from is signed out at once.</p>
<ul class="choices">${apps.map(line)}</ul>
<form method="post" action="/settings/apps/end_all">${hidden({ csrf })}<button class="button danger wide">Take back the access of all apps</button></form>`,
  })
}

/** POST /settings/password with `password` and `new_password`. */
export function passwordPage(
  props: Frame & { readonly acct: string; readonly errors?: Readonly<Record<string, string>> },
): string {
  const { acct, csrf, errors = {} } = props
  return card(props, {
    title: 'Change your password',
    wrong: errors.password ?? errors.new_password,
    body: html`<p class="soft">Every app and every other browser is signed out.</p>
<form class="stack" method="post" action="/settings/password">
${hidden({ csrf })}<input type="text" name="username" value="${acct}" autocomplete="username" readonly hidden>
${field({ name: 'password', label: 'Your password now', type: 'password', error: errors.password, autocomplete: 'current-password' })}
${field({ name: 'new_password', label: 'New password', type: 'password', error: errors.new_password, autocomplete: 'new-password', minLength: 8, hint: 'At least 8 characters.' })}
<button class="button wide">Save password</button>
</form>
<p class="small"><a href="/auth/password/new">Forgot it?</a></p>`,
  })
}

/** Its button says which one it is about to those who hear the page. */
const endForm = (action: string, pairs: { csrf: string; id: string }, label: string, nameId: string): Html =>
  html`<form method="post" action="${action}">${hidden(pairs)}<button class="button quiet" id="b${pairs.id}" aria-labelledby="b${pairs.id} ${nameId}">${label}</button></form>`

const day = ({ locale }: PageFrame, date: string): Html => {
  const shown = new Date(date).toLocaleDateString(locale ?? 'en', { dateStyle: 'medium', timeZone: 'UTC' })
  return html`<time datetime="${date.slice(0, 10)}">${shown}</time>`
}

function card(frame: PageFrame, { title, body, wrong }: { title: string; body: Content; wrong?: string | undefined }) {
  return page({
    ...frame,
    title: wrong ? `Error: ${title}` : title,
    head: noIndex,
    body: panel({
      title,
      body: html`${notice(wrong)}${body}`,
      after: html`<a href="/settings">Back to settings</a>`,
    }),
  })
}

/** The lists of who has access to an account, and the page for a new password. Props in, a document out. */
import { field, hidden, icon, noIndex, notice, type PageFrame, page, panel } from '../../http/index.ts'
import { type Content, type Html, html, safeUrl } from '../../kit/index.ts'
import { speak } from '../messages/index.ts'
import { describeScopes } from '../scope-words.ts'
import type { AuthorizedApp, Session } from './schema.ts'

type Frame = PageFrame & { readonly csrf: string }

/** POST /settings/sessions/end with `id`, and /settings/sessions/end_others. */
export function sessionsPage(
  props: Frame & { readonly sessions: readonly Session[]; readonly hereId: string | null },
): string {
  const { csrf, sessions, hereId } = props
  const t = speak(props.language)
  const line = (one: Session): Html => {
    const isHere = one.id === hereId
    const times = { since: day(props, one.created_at), used: isHere ? t('sessions.now') : day(props, one.last_used_at) }
    const place = one.network && html`<bdi>${one.network}</bdi>`
    return html`<li class="one">${icon('eye')}<div><strong id="s${one.id}">${agentIn(t, one.agent)}</strong>
<span class="soft small">${place ? t.parts('sessions.lineFrom', { ...times, place }) : t.parts('sessions.line', times)}</span></div>
${isHere ? html`<span class="badge">${t('sessions.here')}</span>` : endForm('/settings/sessions/end', { csrf, id: one.id }, t('sessions.end'), `s${one.id}`)}</li>`
  }
  const others = sessions.some((one) => one.id !== hereId)
  return card(props, {
    title: t('sessions.title'),
    body: html`<p class="soft">${t.parts('sessions.lead', { network: html`<bdi>${props.network.name}</bdi>` })}</p>
<ul class="choices">${sessions.map(line)}</ul>
${others && html`<form method="post" action="/settings/sessions/end_others">${hidden({ csrf })}<button class="button danger wide">${t('sessions.endOthers')}</button></form>`}
<p class="small"><a href="/settings/apps">${t('sessions.apart')}</a></p>`,
  })
}

/** POST /settings/apps/end with `id`, and /settings/apps/end_all. */
export function appsPage(props: Frame & { readonly apps: readonly AuthorizedApp[] }): string {
  const { csrf, apps } = props
  const t = speak(props.language)
  const line = (one: AuthorizedApp): Html => {
    const website = one.website && safeUrl(one.website)
    const since = day(props, one.created_at)
    return html`<li class="one">${icon('door')}<div><strong id="a${one.id}">${website ? html`<a href="${website}" rel="noopener noreferrer nofollow">${one.name}</a>` : one.name}</strong>
<span class="soft small">${one.last_used_at ? t.parts('apps.used', { since, used: day(props, one.last_used_at) }) : t.parts('apps.unused', { since })}</span>
<span class="small">${describeScopes(t, one.scopes)
      .map(({ title }) => title)
      .join('; ')}</span></div>
${endForm('/settings/apps/end', { csrf, id: one.id }, t('apps.end'), `a${one.id}`)}</li>`
  }
  return card(props, {
    title: t('apps.title'),
    body:
      apps.length === 0
        ? html`<p>${t('apps.none')}</p>`
        : html`<p class="soft">${t('apps.lead')}</p>
<ul class="choices">${apps.map(line)}</ul>
<form method="post" action="/settings/apps/end_all">${hidden({ csrf })}<button class="button danger wide">${t('apps.endAll')}</button></form>`,
  })
}

/** POST /settings/password with `password` and `new_password`. */
export function passwordPage(
  props: Frame & { readonly acct: string; readonly errors?: Readonly<Record<string, string>> },
): string {
  const { acct, csrf, errors = {} } = props
  const t = speak(props.language)
  return card(props, {
    title: t('password.title'),
    wrong: errors.password ?? errors.new_password,
    body: html`<p class="soft">${t('password.lead')}</p>
<form class="stack" method="post" action="/settings/password">
${hidden({ csrf })}<input type="text" name="username" value="${acct}" autocomplete="username" readonly hidden>
${field({ name: 'password', label: t('password.now'), type: 'password', error: errors.password, autocomplete: 'current-password' })}
${field({ name: 'new_password', label: t('password.fresh'), type: 'password', error: errors.new_password, autocomplete: 'new-password', minLength: 8, hint: t('password.atLeast', { count: 8 }) })}
<button class="button wide">${t('password.save')}</button>
</form>
<p class="small"><a href="/auth/password/new">${t('password.forgot')}</a></p>`,
  })
}

/** A browser says in English what it is, such as `Firefox on Linux`. */
function agentIn(t: ReturnType<typeof speak>, agent: string): string {
  const [, browser, system] = /^(.+) on (.+)$/.exec(agent) ?? []
  return browser === undefined || system === undefined ? agent : t('sessions.agent', { browser, system })
}

/** Its button says which one it is about to those who hear the page. */
const endForm = (action: string, pairs: { csrf: string; id: string }, label: string, nameId: string): Html =>
  html`<form method="post" action="${action}">${hidden(pairs)}<button class="button quiet" id="b${pairs.id}" aria-labelledby="b${pairs.id} ${nameId}">${label}</button></form>`

const day = ({ locale }: PageFrame, date: string): Html => {
  const shown = new Date(date).toLocaleDateString(locale ?? 'en', { dateStyle: 'medium', timeZone: 'UTC' })
  return html`<time datetime="${date.slice(0, 10)}">${shown}</time>`
}

function card(frame: PageFrame, { title, body, wrong }: { title: string; body: Content; wrong?: string | undefined }) {
  const t = speak(frame.language)
  return page({
    ...frame,
    title: wrong ? t('common.error', { title }) : title,
    head: noIndex,
    body: panel({
      title,
      body: html`${notice(wrong)}${body}`,
      after: html`<a href="/settings">${t('common.backToSettings')}</a>`,
    }),
  })
}

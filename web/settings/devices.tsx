/** The browsers in which one is signed in, and the apps that may use the account. */
import type { Static } from 'typebox'
import type { AuthorizedApp, Session } from '../../server/oauth/access/schema.ts'
import { del, getPage, type Paged } from '../api/http.ts'
import { type PagedQuery, queryClient, usePaged } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Failure, Spinner } from '../ui/states.tsx'
import { day } from '../ui/time.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import css from './settings.module.css'

type Browser = Static<typeof Session>
type AppAccess = Static<typeof AuthorizedApp>

const SESSIONS = '/api/tweeter/v1/sessions'
const APPS = '/api/tweeter/v1/authorized_apps'
const keepAll = <T,>(items: T[]): T[] => items

/** Ends them one after the other; the list is read anew whatever happened. */
async function end(path: string, ids: () => Promise<readonly string[]>, done: string): Promise<void> {
  try {
    for (const id of await ids()) await del(`${path}/${id}`)
    toast(done)
  } catch (error) {
    toastError(error)
  }
  await queryClient.invalidateQueries({ queryKey: [path] })
}

/** Also those that further pages of the list hold. */
async function allOthers(): Promise<string[]> {
  const ids: string[] = []
  for (let next: string | null = SESSIONS; next !== null; ) {
    const page: Paged<Browser> = await getPage<Browser>(next)
    ids.push(...page.items.filter(({ current }) => !current).map(({ id }) => id))
    next = page.items.length > 0 ? page.next : null
  }
  return ids
}

export default function Devices() {
  return (
    <Page title={t('settings.devices')} subtitle={t('settings.devicesDetail')} back="/settings">
      <Browsers />
      <Apps />
      <Section title={t('settings.security')}>
        <p className="soft">{t('settings.securityText')}</p>
        <p className={css.bar}>
          <a href="/settings/password">{t('settings.password')}</a>
          <a href="/settings/second_factor">{t('settings.secondFactor')}</a>
        </p>
      </Section>
    </Page>
  )
}

function Browsers() {
  const pages = usePaged<Browser, Browser>({ key: [SESSIONS], path: SESSIONS, keep: keepAll })
  const others = pages.items.filter(({ current }) => !current)
  const endOthers = async () => {
    const sure = await askToConfirm({
      title: t('settings.endOthersTitle'),
      text: t('settings.endOthersText'),
      action: t('settings.endOthers'),
      danger: true,
    })
    if (!sure) return
    await end(SESSIONS, allOthers, t('settings.othersEnded'))
  }
  return (
    <section className={css.group} aria-labelledby="browsers">
      <h2 id="browsers">{t('settings.browsers')}</h2>
      <State pages={pages} />
      {pages.items.map((one) => (
        <article key={one.id} className={css.row}>
          <Icon name="globe" />
          <div>
            <strong>
              <bdi>{one.agent}</bdi>
              {one.current && <span className={css.here}>{t('settings.thisBrowser')}</span>}
            </strong>
            <small>
              {t('settings.sinceUsed', { since: day(one.created_at), used: day(one.last_used_at) })}
              {one.network && (
                <>
                  {' · '}
                  <bdi dir="ltr">{one.network}</bdi>
                </>
              )}
            </small>
          </div>
          {!one.current && (
            <Button
              size="small"
              aria-label={`${t('shell.signOut')}: ${one.agent}`}
              onClick={() => void end(SESSIONS, async () => [one.id], t('settings.ended'))}
            >
              {t('shell.signOut')}
            </Button>
          )}
        </article>
      ))}
      <More pages={pages} />
      {others.length > 0 && (
        <div className={css.foot}>
          <Button variant="danger" onClick={() => void endOthers()}>
            {t('settings.endOthers')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Apps() {
  const pages = usePaged<AppAccess, AppAccess>({ key: [APPS], path: APPS, keep: keepAll })
  const revoke = async ({ id, name }: AppAccess) => {
    const sure = await askToConfirm({
      title: t('settings.revokeTitle', { name }),
      text: t('settings.revokeText'),
      action: t('settings.revoke'),
      danger: true,
    })
    if (sure) await end(APPS, async () => [id], t('settings.revoked', { name }))
  }
  return (
    <section className={css.group} aria-labelledby="apps">
      <h2 id="apps">{t('settings.apps')}</h2>
      <State pages={pages} />
      {pages.query.isSuccess && pages.items.length === 0 && <p className={css.version}>{t('settings.noApps')}</p>}
      {pages.items.map((app) => (
        <article key={app.id} className={css.row}>
          <Icon name="door" />
          <div>
            <strong>
              <bdi>{app.name}</bdi>
            </strong>
            <small>
              {app.last_used_at
                ? t('settings.sinceUsed', { since: day(app.created_at), used: day(app.last_used_at) })
                : t('settings.sinceUnused', { since: day(app.created_at) })}
            </small>
            <small>
              <bdi dir="ltr">{app.scopes.join(' ')}</bdi>
            </small>
          </div>
          <Button size="small" aria-label={`${t('settings.revoke')}: ${app.name}`} onClick={() => void revoke(app)}>
            {t('settings.revoke')}
          </Button>
        </article>
      ))}
      <More pages={pages} />
    </section>
  )
}

function State({ pages: { items, query } }: { readonly pages: PagedQuery<unknown> }) {
  if (query.isPending) return <Spinner />
  if (query.isError && items.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  return null
}

const More = ({ pages: { query } }: { readonly pages: PagedQuery<unknown> }) =>
  query.hasNextPage ? (
    <Button variant="plain" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {t('common.showMore')}
    </Button>
  ) : null

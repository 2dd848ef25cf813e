import { type ComponentType, lazy } from 'react'
import { LANGUAGES } from '../../server/kit/messages.ts'
import { ApiError } from '../api/http.ts'
import { language, t } from '../messages/index.ts'
import { signOut } from '../session/leave.ts'
import { instance, useMe } from '../session/me.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { Page } from '../ui/page.tsx'
import { Link } from '../ui/router.tsx'
import { Failure } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import css from './settings.module.css'

const sections: Readonly<Record<string, ComponentType>> = {
  appearance: lazy(() => import('./appearance.tsx')),
  posting: lazy(() => import('./posting.tsx')),
  notifications: lazy(() => import('./notifications.tsx')),
  filters: lazy(() => import('./filters.tsx')),
  muted: lazy(() => import('./people.tsx').then(({ Muted }) => ({ default: Muted }))),
  blocked: lazy(() => import('./people.tsx').then(({ Blocked }) => ({ default: Blocked }))),
  domains: lazy(() => import('./domains.tsx')),
  devices: lazy(() => import('./devices.tsx')),
  history: lazy(() => import('./history-page.tsx')),
}

/** `/settings`, the list of what there is to set, and `/settings/:section`. */
export default function SettingsPage({ section }: { readonly section?: string }) {
  if (section === undefined) return <Overview />
  const Section = Object.hasOwn(sections, section) ? sections[section] : undefined
  if (Section) return <Section />
  return (
    <Page title={t('shell.settings')} back="/settings">
      <Failure error={new ApiError(404, '')} />
    </Page>
  )
}

interface Entry {
  readonly to: string
  readonly icon: IconName
  readonly title: string
  readonly detail: string
  /** A page that the server draws: the client is left for it. */
  readonly isServers?: boolean
}

const groups = (): readonly (readonly [string, readonly Entry[]])[] => [
  [
    t('settings.you'),
    [
      { to: '/settings/profile', icon: 'user', title: t('shell.profile'), detail: t('settings.profileDetail') },
      {
        to: '/settings/account',
        icon: 'lock',
        title: t('settings.account'),
        detail: t('settings.accountDetail'),
        isServers: true,
      },
      { to: '/settings/devices', icon: 'server', title: t('settings.devices'), detail: t('settings.devicesDetail') },
      { to: '/settings/history', icon: 'clock', title: t('history.title'), detail: t('history.detail') },
      { to: '/analytics', icon: 'poll', title: t('analytics.title'), detail: t('analytics.detail') },
    ],
  ],
  [
    t('settings.experience'),
    [
      {
        to: '/settings/appearance',
        icon: 'sun',
        title: t('settings.appearance'),
        detail: t('settings.appearanceDetail', { language: LANGUAGES.find(({ code }) => code === language)!.name }),
      },
      { to: '/settings/posting', icon: 'pencil', title: t('settings.posting'), detail: t('settings.postingDetail') },
      {
        to: '/settings/notifications',
        icon: 'bell',
        title: t('shell.notifications'),
        detail: t('settings.notificationsDetail'),
      },
      { to: '/tags', icon: 'hash', title: t('settings.followedTags'), detail: t('settings.followedTagsDetail') },
    ],
  ],
  [
    t('settings.peace'),
    [
      { to: '/settings/filters', icon: 'filter', title: t('settings.filters'), detail: t('settings.filtersDetail') },
      { to: '/settings/muted', icon: 'mute', title: t('settings.muted'), detail: t('settings.mutedDetail') },
      { to: '/settings/blocked', icon: 'block', title: t('settings.blocked'), detail: t('settings.blockedDetail') },
      { to: '/settings/domains', icon: 'globe', title: t('settings.domains'), detail: t('settings.domainsDetail') },
    ],
  ],
  [
    t('settings.network'),
    [
      {
        to: '/about',
        icon: 'info',
        title: t('shell.about', { name: instance.title }),
        detail: t('settings.aboutDetail'),
      },
      {
        to: '/docs',
        icon: 'draft',
        title: t('settings.apiDocs'),
        detail: t('settings.apiDocsDetail'),
        isServers: true,
      },
    ],
  ],
]

function Overview() {
  const me = useMe()
  return (
    <Page title={t('shell.settings')} subtitle={me && <bdi dir="ltr">@{me.acct}</bdi>}>
      {groups().map(([title, entries]) => (
        <section key={title} className={css.group}>
          <h2>{title}</h2>
          <ul>
            {entries.map((entry) => (
              <li key={entry.to}>
                <EntryLink {...entry} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <div className={css.group}>
        <button type="button" className={css.entry} onClick={() => void signOut().catch(toastError)}>
          <Icon name="door" />
          <span>
            <strong>{t('shell.signOut')}</strong>
            <small>{t('settings.signOutDetail')}</small>
          </span>
        </button>
        <p className={css.version}>
          {instance.title} · <bdi dir="ltr">{instance.version}</bdi>
        </p>
      </div>
    </Page>
  )
}

function EntryLink({ to, icon, title, detail, isServers = false }: Entry) {
  const inside = (
    <>
      <Icon name={icon} />
      <span>
        <strong>{title}</strong>
        <small>{detail}</small>
      </span>
      <span className={`flip ${css.arrow}`}>
        <Icon name="forward" />
      </span>
    </>
  )
  if (isServers) {
    return (
      <a href={to} className={css.entry}>
        {inside}
      </a>
    )
  }
  return (
    <Link to={to} className={css.entry}>
      {inside}
    </Link>
  )
}

/** The frame: where to go at the start, the page in the middle, what else there is at the end. */
import type { ReactNode } from 'react'
import { useUnreadMessages } from '../conversations/unread.ts'
import { t } from '../messages/index.ts'
import { useUnreadNotifications } from '../notifications/unread.ts'
import { openComposer, showingShortcuts } from '../session/intents.ts'
import { signOut } from '../session/leave.ts'
import { instance, may, useMe } from '../session/me.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { useHotkeys } from '../ui/hotkeys.ts'
import { Icon, type IconName, Mark } from '../ui/icons.tsx'
import { Menu } from '../ui/menu.tsx'
import { Link, navigate, usePath } from '../ui/router.tsx'
import { toastError } from '../ui/toast.tsx'
import { AsidePlace } from './aside-place.tsx'
import { OfflineBanner } from './connection.tsx'
import css from './shell.module.css'
import { SitesBanner } from './sites-banner.tsx'

interface Place {
  readonly to: string
  readonly icon: IconName
  readonly label: string
  readonly count?: number
}

export function Shell({ children }: { readonly children: ReactNode }) {
  const me = useMe()
  useHotkeys({
    'g h': () => navigate('/'),
    'g n': () => navigate('/notifications'),
    'g e': () => navigate('/explore'),
    'g m': () => navigate('/messages'),
    'g b': () => navigate('/bookmarks'),
    'g f': () => navigate('/favourites'),
    'g l': () => navigate('/lists'),
    'g s': () => navigate('/settings'),
    ...(me && { 'g u': () => navigate(`/@${me.acct}`) }),
  })
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main">
        {t('shell.skip')}
      </a>
      <Sidebar />
      <main id="main" tabIndex={-1} className={css.main}>
        <OfflineBanner />
        <SitesBanner />
        {children}
      </main>
      <aside className={css.aside} aria-label={t('shell.aside')}>
        <AsidePlace />
      </aside>
      <BottomBar />
    </div>
  )
}

function usePlaces(): readonly Place[] {
  const me = useMe()
  const notifications = useUnreadNotifications()
  const messages = useUnreadMessages()
  if (!me) {
    return [
      { to: '/explore', icon: 'compass', label: t('shell.explore') },
      { to: '/public', icon: 'globe', label: t('shell.public') },
      { to: '/search', icon: 'search', label: t('shell.search') },
    ]
  }
  return [
    { to: '/', icon: 'home', label: t('shell.home') },
    { to: '/explore', icon: 'compass', label: t('shell.explore') },
    { to: '/notifications', icon: 'bell', label: t('shell.notifications'), count: notifications },
    { to: '/messages', icon: 'mail', label: t('shell.messages'), count: messages },
    { to: '/public', icon: 'globe', label: t('shell.public') },
    { to: '/bookmarks', icon: 'bookmark', label: t('shell.bookmarks') },
    { to: '/lists', icon: 'list', label: t('shell.lists') },
    { to: `/@${me.acct}`, icon: 'user', label: t('shell.profile') },
    { to: '/settings', icon: 'settings', label: t('shell.settings') },
  ]
}

function Sidebar() {
  const me = useMe()
  const places = usePlaces()
  return (
    <header className={css.side}>
      <Link to="/" className={css.brand} aria-label={instance.title}>
        <Mark />
        <span>{instance.title}</span>
      </Link>
      <nav aria-label={t('shell.main')} className={css.places}>
        {places.map((place) => (
          <PlaceLink key={place.to} {...place} />
        ))}
        {may('manage_reports') && <PlaceLink to="/admin" icon="shield" label={t('shell.moderation')} />}
      </nav>
      {me ? (
        <>
          <Button
            variant="primary"
            size="wide"
            icon="pencil"
            className={css.compose}
            aria-label={t('shell.newPost')}
            onClick={() => openComposer({ kind: 'new' })}
          >
            {t('shell.newPost')}
          </Button>
          <Me />
        </>
      ) : (
        <Visitor />
      )}
    </header>
  )
}

/** Where a stranger comes in; pages of the server's own. */
const Visitor = () => (
  <div className={css.visitor}>
    <p>{t('shell.visitorText')}</p>
    {instance.registrations.enabled && (
      <a className={css.join} href="/auth/sign_up">
        {t('shell.join')}
      </a>
    )}
    <a className={css.enter} href="/auth/sign_in">
      {t('shell.signIn')}
    </a>
  </div>
)

/** Signs that filled would be blots. */
const outlined: ReadonlySet<IconName> = new Set(['compass', 'list', 'search', 'globe'])

function PlaceLink({ to, icon, label, count }: Place) {
  const path = usePath()
  const isHere = path === to || (to !== '/' && path.startsWith(`${to}/`))
  return (
    <Link to={to} className={css.place} aria-current={isHere ? 'page' : undefined} title={label}>
      <span className={css.sign}>
        <Icon name={icon} solid={isHere && !outlined.has(icon)} />
        {count ? <b aria-hidden="true">{count > 99 ? '99+' : count}</b> : null}
      </span>
      <span className={css.word}>{label}</span>
    </Link>
  )
}

/** What belongs to oneself; on small screens the only way to what the bottom bar has no room for. */
function MyMenu({ children, className }: { readonly children: ReactNode; readonly className?: string | undefined }) {
  const me = useMe()!
  return (
    <Menu
      items={() => [
        { label: t('shell.profile'), icon: 'user', to: `/@${me.acct}` },
        { label: t('shell.bookmarks'), icon: 'bookmark', to: '/bookmarks' },
        { label: t('shell.favourites'), icon: 'star', to: '/favourites' },
        { label: t('shell.lists'), icon: 'list', to: '/lists' },
        { label: t('shell.public'), icon: 'globe', to: '/public' },
        { label: t('shell.tags'), icon: 'hash', to: '/tags' },
        { label: t('shell.drafts'), icon: 'draft', to: '/drafts' },
        { label: t('analytics.title'), icon: 'poll', to: '/analytics' },
        'line',
        { label: t('shell.settings'), icon: 'settings', to: '/settings' },
        may('manage_reports') && { label: t('shell.moderation'), icon: 'shield', to: '/admin' },
        { label: t('shell.shortcuts'), icon: 'info', onSelect: () => showingShortcuts.set(true) },
        'line',
        { label: t('shell.signOut'), icon: 'door', onSelect: () => void signOut().catch(toastError) },
      ]}
      button={(props) => (
        <button type="button" className={className} {...props}>
          <span className="unseen">{t('shell.signedInAs', { name: me.display_name || me.username })}</span>
          {children}
        </button>
      )}
    />
  )
}

function Me() {
  const me = useMe()!
  return (
    <MyMenu className={css.me}>
      <Avatar src={me.avatar_static} size="small" />
      <span className={css.word} aria-hidden="true">
        <bdi>{me.display_name || me.username}</bdi>
        <small>
          <bdi>@{me.acct}</bdi>
        </small>
      </span>
    </MyMenu>
  )
}

/** Where something else is written or looked after: a button that floats would lie over it. */
const pathsOfForms = /^\/(messages|compose|share|welcome|settings|admin|follow_requests)(\/|$)/

function BottomBar() {
  const places = usePlaces()
  const me = useMe()
  const path = usePath()
  return (
    <nav className={css.bottom} aria-label={t('shell.main')}>
      {(me ? places.slice(0, 4) : places).map((place) => (
        <PlaceLink key={place.to} {...place} />
      ))}
      {me ? (
        <MyMenu className={css.place}>
          <Avatar src={me.avatar_static} size="small" />
        </MyMenu>
      ) : (
        <a href="/auth/sign_in" className={css.place}>
          <Icon name="user" />
          <span className={css.word}>{t('shell.signIn')}</span>
        </a>
      )}
      {me && !pathsOfForms.test(path) && (
        <button
          type="button"
          className={css.floating}
          aria-label={t('shell.newPost')}
          onClick={() => openComposer({ kind: 'new' })}
        >
          <Icon name="pencil" />
        </button>
      )}
    </nav>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Markers } from '../../server/notifications/schema.ts'
import { get } from '../api/http.ts'
import { streams } from '../api/stream.ts'
import { t } from '../messages/index.ts'
import { PlaceContext } from '../posts/filtered.ts'
import { may } from '../session/me.ts'
import { ButtonLink, IconButton } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { Menu } from '../ui/menu.tsx'
import { Page, Tabs } from '../ui/page.tsx'
import { Link, navigate, usePath, useQueryParameter } from '../ui/router.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import { GroupRow } from './group-row.tsx'
import { isKind, type Kind, typesOf } from './groups.ts'
import { NewPill, useNewest } from './newest.tsx'
import css from './notifications.module.css'
import { clearAll, refreshAll, useGroups } from './pages.ts'
import { usePolicy } from './policy.ts'
import { PolicyDialog } from './policy-dialog.tsx'
import { markSeen } from './unread.ts'

/** `/notifications` and `/notifications/mentions`; `?type=` narrows it to one kind. */
export default function NotificationsPage() {
  const onMentions = usePath().endsWith('/mentions')
  const wanted = useQueryParameter('type')
  const kind = onMentions ? 'mentions' : isKind(wanted) ? wanted : null
  const [showsPolicy, setShowsPolicy] = useState(false)
  const tabs = [
    { to: '/notifications', label: t('notifications.all') },
    { to: '/notifications/mentions', label: t('notifications.mentions') },
  ]
  return (
    <Page
      title={t('notifications.title')}
      actions={
        <>
          <KindMenu kind={onMentions ? null : kind} />
          <MoreMenu onPolicy={() => setShowsPolicy(true)} />
        </>
      }
      tabs={<Tabs label={t('notifications.title')} tabs={tabs} />}
    >
      <List key={kind ?? 'all'} kind={kind} />
      {showsPolicy && <PolicyDialog onClose={() => setShowsPolicy(false)} />}
    </Page>
  )
}

function KindMenu({ kind }: { readonly kind: Kind | null }) {
  const choice = (label: string, value: Kind | null) => ({
    label,
    checked: kind === value,
    onSelect: () => navigate(value === null ? '/notifications' : `/notifications?type=${value}`, { replace: true }),
  })
  return (
    <Menu
      items={[
        choice(t('notifications.showAll'), null),
        'line',
        choice(t('notifications.kindMentions'), 'mentions'),
        choice(t('notifications.kindFavourites'), 'favourites'),
        choice(t('notifications.kindBoosts'), 'boosts'),
        choice(t('notifications.kindFollows'), 'follows'),
        choice(t('notifications.kindPosts'), 'posts'),
        choice(t('notifications.kindEdits'), 'edits'),
        choice(t('notifications.kindPolls'), 'polls'),
        choice(t('notifications.kindCollections'), 'collections'),
        may('manage_reports') && choice(t('notifications.kindStaff'), 'staff'),
      ]}
      button={(props) => <IconButton icon="filter" solid={kind !== null} label={t('notifications.show')} {...props} />}
    />
  )
}

function MoreMenu({ onPolicy }: { readonly onPolicy: () => void }) {
  return (
    <Menu
      items={[
        { label: t('notifications.whoMay'), icon: 'settings', onSelect: onPolicy },
        { label: t('notifications.requests'), icon: 'mute', to: '/notifications/requests' },
        'line',
        { label: t('notifications.clear'), icon: 'trash', danger: true, onSelect: () => void clear() },
      ]}
      button={(props) => <IconButton icon="more" label={t('common.more')} {...props} />}
    />
  )
}

async function clear(): Promise<void> {
  const sure = await askToConfirm({
    title: t('notifications.clearAsk'),
    text: t('notifications.clearText'),
    action: t('notifications.clearDo'),
    danger: true,
  })
  if (!sure) return
  try {
    await clearAll()
    toast(t('notifications.cleared'))
  } catch (error) {
    toastError(error)
  }
}

/** How far they were read when the page was opened: what is newer is marked. */
const useReadUpTo = () =>
  useQuery({
    queryKey: ['notification-marker'],
    queryFn: async ({ signal }) => {
      const markers = await get<Markers>('/api/v1/markers', { timeline: ['notifications'] }, signal)
      return Number(markers.notifications?.last_read_id ?? 0)
    },
    staleTime: 0,
    gcTime: 0,
  })

function List({ kind }: { readonly kind: Kind | null }) {
  const types = typesOf(kind)
  const { key, groups, asked, query } = useGroups(kind ?? 'all', { types })
  const policy = usePolicy()
  const marker = useReadUpTo()
  const pending = useNewest({ listKey: key, types, groups, asked, isReady: query.isSuccess })
  useSeen(kind === null ? Math.max(0, ...groups.slice(0, 40).map((group) => group.most_recent_notification_id)) : 0)
  useEffect(
    () =>
      streams.listen({ stream: 'user' }, (events) => {
        if (events.some(({ event }) => event === 'notifications_merged')) refreshAll()
      }),
    [],
  )
  if (query.isPending || policy.isPending || marker.isPending) return <Skeletons count={6} />
  if (query.isError && groups.length === 0) {
    return <Failure error={query.error} onRetry={() => void query.refetch()} />
  }
  const held = policy.data?.summary.pending_requests_count ?? 0
  const readUpTo = marker.data ?? Number.MAX_SAFE_INTEGER
  return (
    <PlaceContext value="notifications">
      {held > 0 && <HeldBack count={held} />}
      <NewPill pending={pending} listKey={key} />
      {groups.length === 0 && !query.hasNextPage ? (
        <Nothing kind={kind} />
      ) : (
        <VirtualList
          name={`notifications ${kind ?? ''}`}
          label={t('notifications.title')}
          items={groups}
          keyOf={(group) => group.group_key}
          render={(group) => <GroupRow group={group} isNew={group.most_recent_notification_id > readUpTo} />}
          estimate={120}
          going={query}
        />
      )}
    </PlaceContext>
  )
}

/** What stands in the list while somebody looks at the page was seen. */
function useSeen(newest: number): void {
  useEffect(() => {
    if (newest === 0) return
    const look = () => {
      if (!document.hidden) void markSeen(newest)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [newest])
}

const HeldBack = ({ count }: { readonly count: number }) => (
  <Link to="/notifications/requests" className={css.banner}>
    <Icon name="mute" />
    <span>
      <b>{t('notifications.banner')}</b>
      <small>{t('notifications.bannerText', { count })}</small>
    </span>
    <span className="flip">
      <Icon name="forward" />
    </span>
  </Link>
)

function Nothing({ kind }: { readonly kind: Kind | null }) {
  if (kind === 'mentions') return <Empty icon="at" title={t('notifications.emptyMentions')} />
  if (kind !== null) return <Empty icon="bell" title={t('notifications.emptyKind')} />
  return (
    <Empty icon="bell" title={t('notifications.empty')}>
      <p>{t('notifications.emptyText')}</p>
      <ButtonLink to="/explore" icon="compass">
        {t('shell.explore')}
      </ButtonLink>
    </Empty>
  )
}

import { useState } from 'react'
import type { NotificationRequest } from '../../server/notifications/policy/schema.ts'
import { Name, nameOf } from '../accounts/name.tsx'
import { keepAccounts, keepStatuses } from '../api/entities.ts'
import { usePaged } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Link } from '../ui/router.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import { toastError } from '../ui/toast.tsx'
import { type Answer, answerRequests } from './answer.ts'
import { plainText } from './excerpt.tsx'
import { focusNear } from './focus.ts'
import css from './notifications.module.css'
import { REQUESTS } from './pages.ts'
import { PolicyDialog } from './policy-dialog.tsx'

const keep = (items: NotificationRequest[]): NotificationRequest[] => {
  keepAccounts(items.map((item) => item.account))
  keepStatuses(items.flatMap((item) => item.last_status ?? []))
  return items
}

/** People whose notifications are held back, until one lets them in or sends them away. */
export default function RequestsPage() {
  const { items, query } = usePaged({ key: REQUESTS, path: '/api/v1/notifications/requests', keep })
  const [showsPolicy, setShowsPolicy] = useState(false)
  return (
    <Page
      title={t('notifications.requests')}
      back="/notifications"
      actions={<IconButton icon="settings" label={t('notifications.whoMay')} onClick={() => setShowsPolicy(true)} />}
    >
      {query.isPending ? (
        <Skeletons />
      ) : query.isError && items.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <Empty icon="check" title={t('notifications.requestsEmpty')}>
          <p>{t('notifications.requestsEmptyText')}</p>
          <Button onClick={() => setShowsPolicy(true)}>{t('notifications.whoMay')}</Button>
        </Empty>
      ) : (
        <Requests items={items} />
      )}
      {query.hasNextPage && (
        <div className={css.foot}>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common.showMore')}
          </Button>
        </div>
      )}
      {showsPolicy && <PolicyDialog onClose={() => setShowsPolicy(false)} />}
    </Page>
  )
}

function Requests({ items }: { readonly items: readonly NotificationRequest[] }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  const here = items.filter((item) => chosen.has(item.id)).map((item) => item.id)
  const answer = async (ids: readonly string[], given: Answer, button: Element) => {
    setBusy(true)
    try {
      await answerRequests(ids, given)
      focusNear(button)
      setChosen(new Set([...chosen].filter((id) => !ids.includes(id))))
    } catch (error) {
      toastError(error)
    }
    setBusy(false)
  }
  const choose = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const all = here.length === items.length
  return (
    <>
      <div className={css.bulk}>
        <label>
          <input
            type="checkbox"
            checked={all}
            onChange={() => setChosen(new Set(all ? [] : items.map((item) => item.id)))}
          />
          {here.length > 0 ? t('notifications.selected', { count: here.length }) : t('notifications.selectAll')}
        </label>
        <div className={css.answers}>
          <Button
            size="small"
            variant="primary"
            disabled={busy || here.length === 0}
            onClick={(event) => void answer(here, 'accept', event.currentTarget)}
          >
            {t('notifications.requestAccept')}
          </Button>
          <Button
            size="small"
            disabled={busy || here.length === 0}
            onClick={(event) => void answer(here, 'dismiss', event.currentTarget)}
          >
            {t('notifications.requestDismiss')}
          </Button>
        </div>
      </div>
      <ul className={css.requests}>
        {items.map((item) => (
          <Waiting
            key={item.id}
            item={item}
            isChosen={chosen.has(item.id)}
            onChoose={() => choose(item.id)}
            busy={busy}
            onAnswer={(given, button) => void answer([item.id], given, button)}
          />
        ))}
      </ul>
    </>
  )
}

interface WaitingProps {
  readonly item: NotificationRequest
  readonly isChosen: boolean
  readonly onChoose: () => void
  readonly busy: boolean
  readonly onAnswer: (given: Answer, button: Element) => void
}

const Waiting = ({ item, isChosen, onChoose, busy, onAnswer }: WaitingProps) => {
  const name = nameOf(item.account)
  return (
    <li>
      <input
        type="checkbox"
        aria-label={t('notifications.selectNamed', { name })}
        checked={isChosen}
        onChange={onChoose}
      />
      <Request item={item} />
      <div className={css.answers}>
        <IconButton
          icon="check"
          label={`${t('notifications.requestAccept')}: ${name}`}
          disabled={busy}
          onClick={(event) => onAnswer('accept', event.currentTarget)}
        />
        <IconButton
          icon="close"
          label={`${t('notifications.requestDismiss')}: ${name}`}
          disabled={busy}
          onClick={(event) => onAnswer('dismiss', event.currentTarget)}
        />
      </div>
    </li>
  )
}

/** Who it is, how much waits, and the last of what they said; it leads to all of it. */
const Request = ({
  item: { id, account, notifications_count, last_status, updated_at },
}: {
  readonly item: NotificationRequest
}) => (
  <Link to={`/notifications/requests/${id}`} className={css.request}>
    <Avatar src={account.avatar_static} />
    <span>
      <span className={css.who}>
        <b>
          <Name account={account} />
        </b>
        <bdi className="soft">@{account.acct}</bdi>
      </span>
      <span className={css.waiting}>
        {t('notifications.waiting', { count: Number(notifications_count) })} · <Ago at={updated_at} />
      </span>
      {last_status && (
        <span className={css.last} dir="auto">
          {plainText({ ...last_status, reblogId: null })}
        </span>
      )}
    </span>
  </Link>
)

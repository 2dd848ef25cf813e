import { memo } from 'react'
import { NameLink } from '../accounts/name.tsx'
import { useAccount } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { PostCard } from '../posts/post-card.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icons.tsx'
import { Link } from '../ui/router.tsx'
import { clockTime } from '../ui/time.tsx'
import css from './history.module.css'
import type { KeptEntry } from './history-days.ts'

const WORDS = {
  opened: ['eye', 'history.wasOpened'],
  seen: ['list', 'history.wasSeen'],
  profile: ['user', 'history.wasVisited'],
  tag: ['hash', 'history.wasVisited'],
} as const satisfies Readonly<Record<KeptEntry['kind'], readonly [IconName, string]>>

interface HistoryRowProps {
  readonly entry: KeptEntry
  readonly onErase: (id: string) => void
}

export const HistoryRow = memo(({ entry, onErase }: HistoryRowProps) => {
  const [icon, words] = WORDS[entry.kind]
  const time = t(words, { time: clockTime(entry.at) })
  return (
    <li className={css.entry}>
      <p className={css.how}>
        <Icon name={icon} />
        <time dateTime={entry.at}>{time}</time>
        <IconButton
          icon="trash"
          label={`${t('history.eraseEntry')} (${time})`}
          title={t('history.eraseEntry')}
          onClick={() => onErase(entry.id)}
        />
      </p>
      {entry.statusId && (
        <div className={css.card}>
          <PostCard id={entry.statusId} variant="quote" />
        </div>
      )}
      {entry.accountId && <Person id={entry.accountId} />}
      {entry.tag && (
        <Link to={`/tags/${encodeURIComponent(entry.tag.name)}`} className={css.tag}>
          <bdi>#{entry.tag.name}</bdi>
        </Link>
      )}
    </li>
  )
})

function Person({ id }: { readonly id: string }) {
  const account = useAccount(id)
  if (!account) return null
  return (
    <div className={css.person}>
      <Avatar src={account.avatar_static} size="small" />
      <span>
        <NameLink account={account} />{' '}
        <bdi dir="ltr" className="soft">
          @{account.acct}
        </bdi>
      </span>
    </div>
  )
}

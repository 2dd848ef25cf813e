/** What a group tells, as a sentence, and as an icon. */
import type { ReactNode } from 'react'
import type { NotificationGroup } from '../../server/notifications/schema.ts'
import { NameLink } from '../accounts/name.tsx'
import { accounts, statuses } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { currentMe } from '../session/me.ts'
import type { IconName } from '../ui/icons.tsx'
import css from './notifications.module.css'

interface Look {
  readonly icon: IconName
  readonly solid?: boolean
  readonly tone: 'love' | 'boost' | 'people' | 'calm' | 'bad'
}

const LOOKS: Readonly<Record<string, Look>> = {
  favourite: { icon: 'star', solid: true, tone: 'love' },
  reblog: { icon: 'boost', tone: 'boost' },
  follow: { icon: 'user', solid: true, tone: 'people' },
  follow_request: { icon: 'userPlus', tone: 'people' },
  mention: { icon: 'at', tone: 'calm' },
  status: { icon: 'bell', tone: 'love' },
  poll: { icon: 'poll', tone: 'calm' },
  update: { icon: 'pencil', tone: 'calm' },
  quote: { icon: 'quote', tone: 'calm' },
  quoted_update: { icon: 'pencil', tone: 'calm' },
  'admin.sign_up': { icon: 'userPlus', tone: 'people' },
  'admin.report': { icon: 'flag', tone: 'bad' },
  moderation_warning: { icon: 'alert', tone: 'bad' },
  severed_relationships: { icon: 'link', tone: 'bad' },
  added_to_collection: { icon: 'users', tone: 'people' },
  collection_update: { icon: 'users', tone: 'calm' },
}

/** How a group looks beside its words. */
export function lookOf(group: NotificationGroup): Look {
  if (group.type === 'mention' && isReply(group)) return { icon: 'reply', tone: 'calm' }
  if (group.type === 'mention' && isPrivate(group)) return { icon: 'mail', tone: 'calm' }
  return LOOKS[group.type] ?? { icon: 'bell', tone: 'calm' }
}

const postOf = (group: NotificationGroup) => (group.status_id ? statuses.get(group.status_id) : undefined)
const isPrivate = (group: NotificationGroup) => postOf(group)?.visibility === 'direct'
const isReply = (group: NotificationGroup) =>
  postOf(group)?.in_reply_to_account_id === currentMe()?.id && !isPrivate(group)

interface Who {
  readonly name: ReactNode
  /** Of a group of several: the rest of them. */
  readonly others: ReactNode
}

/** Of what is grouped: told of one, and of many. */
const TOGETHER: Readonly<Record<string, readonly [one: (who: Who) => ReactNode, many: (who: Who) => ReactNode]>> = {
  favourite: [(who) => t.parts('notifications.favourite', who), (who) => t.parts('notifications.favouriteMany', who)],
  reblog: [(who) => t.parts('notifications.reblog', who), (who) => t.parts('notifications.reblogMany', who)],
  follow: [(who) => t.parts('notifications.follow', who), (who) => t.parts('notifications.followMany', who)],
}

const WARNINGS = {
  disable: 'notifications.warningDisable',
  mark_statuses_as_sensitive: 'notifications.warningPosts',
  delete_statuses: 'notifications.warningDelete',
  sensitive: 'notifications.warningSensitive',
  silence: 'notifications.warningSilence',
  suspend: 'notifications.warningSuspend',
  none: 'notifications.warning',
} as const

/** @param onOthers opens the list of all who did it. */
export function Sentence({
  group,
  onOthers,
}: {
  readonly group: NotificationGroup
  readonly onOthers: () => void
}): ReactNode {
  const [first, second] = group.sample_account_ids
  const name = <Person key="name" id={first} />
  const together = TOGETHER[group.type]
  if (together && group.notifications_count > 1) {
    const count = group.notifications_count - 1
    const others =
      count === 1 && second ? (
        <Person key="others" id={second} />
      ) : (
        <button key="others" type="button" className={css.others} onClick={onOthers}>
          {t('notifications.others', { count })}
        </button>
      )
    return together[1]({ name, others })
  }
  return together ? together[0]({ name, others: null }) : alone(group, name)
}

/** Of what is never grouped. */
function alone(group: NotificationGroup, name: ReactNode): ReactNode {
  const collection = <bdi key="collection">{group.collection?.name}</bdi>
  switch (group.type) {
    case 'mention':
      if (isPrivate(group)) return t.parts('notifications.privateMention', { name })
      return isReply(group) ? t.parts('notifications.reply', { name }) : t.parts('notifications.mention', { name })
    case 'follow_request':
      return t.parts('notifications.followRequest', { name })
    case 'status':
      return t.parts('notifications.status', { name })
    case 'poll':
      return t(postOf(group)?.account.id === currentMe()?.id ? 'notifications.ownPoll' : 'notifications.poll')
    case 'update':
      return t.parts('notifications.update', { name })
    case 'quote':
      return t.parts('notifications.quote', { name })
    case 'quoted_update':
      return t.parts('notifications.quotedUpdate', { name })
    case 'admin.sign_up':
      return t.parts('notifications.signUp', { name })
    case 'admin.report':
      return t.parts('notifications.report', { name, target: target(group) })
    case 'added_to_collection':
      return t.parts('notifications.addedToCollection', { name, collection })
    case 'collection_update':
      return t.parts('notifications.collectionUpdate', { name, collection })
    case 'severed_relationships':
      return t('notifications.severed')
    case 'moderation_warning':
      return t(WARNINGS[group.moderation_warning?.action ?? 'none'])
    default:
      return t.parts('notifications.unknown', { name })
  }
}

const target = ({ report }: NotificationGroup) =>
  report ? <NameLink key="target" account={report.target_account} className={css.name} /> : ''

/** Its name is that of the last time it was read: a sentence need not follow renamings. */
function Person({ id }: { readonly id: string | undefined }) {
  const account = id ? accounts.get(id) : undefined
  return account ? <NameLink account={account} className={css.name} /> : null
}

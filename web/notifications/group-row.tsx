/** One group of notifications in the list. */
import { memo, useState } from 'react'
import type { NotificationGroup } from '../../server/notifications/schema.ts'
import { profilePath } from '../accounts/name.tsx'
import { accounts, useAccount, useStatus } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { PostCard } from '../posts/post-card.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { ButtonLink, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Link } from '../ui/router.tsx'
import { Ago } from '../ui/time.tsx'
import { Excerpt } from './excerpt.tsx'
import { focusNear } from './focus.ts'
import { FollowRequest } from './follow-request.tsx'
import css from './notifications.module.css'
import { dismiss } from './pages.ts'
import { PeopleDialog } from './people-dialog.tsx'
import { lookOf, Sentence } from './sentence.tsx'

/** Of these the post itself is the news. */
const WITH_POST: readonly string[] = ['mention', 'status', 'quote', 'poll', 'update', 'quoted_update']

interface GroupRowProps {
  readonly group: NotificationGroup
  readonly isNew: boolean
  /** Whether it can be dismissed; what is held back is answered as a whole. */
  readonly fixed?: boolean
}

export const GroupRow = memo(({ group, isNew, fixed = false }: GroupRowProps) =>
  WITH_POST.includes(group.type) && group.status_id ? (
    <WithPost group={group} isNew={isNew} fixed={fixed} id={group.status_id} />
  ) : (
    <Told group={group} isNew={isNew} fixed={fixed} />
  ),
)

/** A line of words over the post. */
function WithPost({ group, isNew, fixed, id }: Required<GroupRowProps> & { readonly id: string }) {
  const status = useStatus(id)
  if (!status) return null
  return (
    <div className={`${css.withPost} ${isNew ? css.new : ''}`}>
      <div className={css.line}>
        <Sign group={group} />
        <p>
          {isNew && <span className="unseen">{t('notifications.isNew')}: </span>}
          <Sentence group={group} onOthers={() => {}} />
        </p>
        {!fixed && <Dismiss group={group} />}
      </div>
      <PostCard id={id} />
    </div>
  )
}

function Told({ group, isNew, fixed }: Required<GroupRowProps>) {
  const [showsAll, setShowsAll] = useState(false)
  return (
    <article className={`${css.row} ${isNew ? css.new : ''}`} tabIndex={-1}>
      <Sign group={group} />
      <div className={css.told}>
        <Faces ids={group.sample_account_ids} />
        <p className={css.sentence}>
          {isNew && <span className="unseen">{t('notifications.isNew')}: </span>}
          <Sentence group={group} onOthers={() => setShowsAll(true)} />
          {group.latest_page_notification_at && (
            <span className={css.when}>
              {' · '}
              <Ago at={group.latest_page_notification_at} />
            </span>
          )}
        </p>
        <About group={group} />
      </div>
      {!fixed && <Dismiss group={group} />}
      {showsAll && <PeopleDialog groupKey={group.group_key} onClose={() => setShowsAll(false)} />}
    </article>
  )
}

/** What there is to see or to do beside the sentence. */
function About({ group }: { readonly group: NotificationGroup }) {
  const { report, moderation_warning: warning, collection } = group
  if (group.status_id) return <Excerpt id={group.status_id} />
  if (group.type === 'follow_request') return <FollowRequest group={group} />
  if (report) {
    return (
      <>
        {report.comment && (
          <p className={css.words} dir="auto">
            {report.comment}
          </p>
        )}
        <ButtonLink to={`/admin/reports/${report.id}`} size="small">
          {t('notifications.openReport')}
        </ButtonLink>
      </>
    )
  }
  const words = warning?.text || collection?.description
  const plain = group.type === 'severed_relationships' ? t('notifications.severedText') : words
  return plain ? (
    <p className={css.words} dir="auto">
      {plain}
    </p>
  ) : null
}

const Sign = ({ group }: { readonly group: NotificationGroup }) => {
  const { icon, solid = false, tone } = lookOf(group)
  return (
    <span className={`${css.sign} ${css[tone]}`}>
      <Icon name={icon} solid={solid} />
    </span>
  )
}

/** The pictures lead to the people as well, for who points at them; the names and the list are there for everybody. */
const Faces = ({ ids }: { readonly ids: readonly string[] }) => (
  <div className={css.faces} aria-hidden="true">
    {ids.map((id) => (
      <Face key={id} id={id} />
    ))}
  </div>
)

function Face({ id }: { readonly id: string }) {
  const account = useAccount(id)
  return account ? (
    <Link to={profilePath(account)} tabIndex={-1} title={`@${account.acct}`}>
      <Avatar src={account.avatar_static} size="small" />
    </Link>
  ) : null
}

function Dismiss({ group }: { readonly group: NotificationGroup }) {
  const first = group.sample_account_ids[0]
  const acct = first ? accounts.get(first)?.acct : undefined
  return (
    <IconButton
      icon="close"
      className={css.dismiss}
      label={acct ? t('notifications.dismissNamed', { what: `@${acct}` }) : t('notifications.dismiss')}
      onClick={(event) => {
        focusNear(event.currentTarget)
        void dismiss(group.group_key)
      }}
    />
  )
}

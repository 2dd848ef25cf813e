/** Messages as bubbles: one's own at the end of the line, those of others at its start, by day and by person. */
import { memo, useId, useMemo } from 'react'
import { Name, profilePath } from '../accounts/name.tsx'
import { type StoredStatus, useAccount, useStatus } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { Body } from '../posts/body.tsx'
import { postPath } from '../posts/links.ts'
import { openReport } from '../session/intents.ts'
import { currentMe } from '../session/me.ts'
import { Avatar } from '../ui/avatar.tsx'
import { IconButton } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Menu } from '../ui/menu.tsx'
import { Link } from '../ui/router.tsx'
import { toastError } from '../ui/toast.tsx'
import css from './conversations.module.css'
import { clock, dayLabel } from './dates.ts'
import { deleteMessage } from './store.ts'
import { daysOf, type Run } from './thread.ts'
import { asMessage } from './words.ts'

interface BubblesProps {
  readonly conversationId: string
  /** The oldest first. */
  readonly messages: readonly StoredStatus[]
  /** Whether it must be said who writes. */
  readonly isGroup: boolean
}

export const Bubbles = memo(({ conversationId, messages, isGroup }: BubblesProps) => {
  const days = useMemo(
    () => daysOf(messages.map(({ id, account, created_at }) => ({ id, accountId: account.id, at: created_at }))),
    [messages],
  )
  return days.map((day) => (
    <section key={day.at} aria-label={dayLabel(day.at)}>
      <p className={css.day}>
        <span>{dayLabel(day.at)}</span>
      </p>
      {day.runs.map((run) => (
        <RunOfOne key={run.ids[0]} conversationId={conversationId} run={run} isGroup={isGroup} />
      ))}
    </section>
  ))
})

interface RunProps {
  readonly conversationId: string
  readonly run: Run
  readonly isGroup: boolean
}

function RunOfOne({ conversationId, run, isGroup }: RunProps) {
  const account = useAccount(run.accountId)
  const isOwn = run.accountId === currentMe()?.id
  return (
    <div className={`${css.run} ${isOwn ? css.own : ''}`}>
      {!isOwn && account && (
        <Link to={profilePath(account)} className={css.face} tabIndex={-1} aria-hidden="true">
          <Avatar src={account.avatar_static} size="small" />
        </Link>
      )}
      <div className={css.bubbles}>
        {account && !isOwn && (
          <Link to={profilePath(account)} className={isGroup ? css.author : 'unseen'}>
            <Name account={account} />
          </Link>
        )}
        {isOwn && <span className="unseen">{t('conversations.you', { text: '' })}</span>}
        {run.ids.map((id) => (
          <Bubble key={id} conversationId={conversationId} id={id} isOwn={isOwn} />
        ))}
        <time className={css.time} dateTime={run.at}>
          {clock(run.at)}
        </time>
      </div>
    </div>
  )
}

interface BubbleProps {
  readonly conversationId: string
  readonly id: string
  readonly isOwn: boolean
}

const Bubble = memo(({ conversationId, id, isOwn }: BubbleProps) => {
  const status = useStatus(id)
  const contentId = useId()
  if (!status) return null
  return (
    <div className={css.message}>
      <div className={css.bubble}>
        <Body status={asMessage(status)} variant="list" contentId={contentId} />
      </div>
      <Menu
        items={[
          { label: t('conversations.openPost'), icon: 'external', to: postPath(status) },
          isOwn
            ? {
                label: t('conversations.deleteMessage'),
                icon: 'trash',
                danger: true,
                onSelect: () => void remove(conversationId, id),
              }
            : {
                label: t('conversations.report'),
                icon: 'flag',
                danger: true,
                onSelect: () => openReport({ accountId: status.account.id, statusIds: [id] }),
              },
        ]}
        button={(props) => (
          <IconButton icon="more" className={css.more} label={t('conversations.messageMenu')} {...props} />
        )}
      />
    </div>
  )
})

async function remove(conversationId: string, id: string): Promise<void> {
  const sure = await askToConfirm({
    title: t('conversations.deleteMessageAsk'),
    text: t('conversations.deleteMessageText'),
    action: t('common.delete'),
    danger: true,
  })
  if (!sure) return
  try {
    await deleteMessage(conversationId, id)
  } catch (error) {
    toastError(error)
  }
}

/** Who wrote a post, when, and for whom. */
import type { ReactNode } from 'react'
import { AccountHoverCard } from '../accounts/hover-card.tsx'
import { Name, profilePath } from '../accounts/name.tsx'
import { type StoredStatus, useAccount } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { Link } from '../ui/router.tsx'
import { Ago, moment } from '../ui/time.tsx'
import { postPath } from './links.ts'
import css from './post-card.module.css'

const VISIBILITY = {
  public: 'globe',
  unlisted: 'unlisted',
  private: 'lock',
  direct: 'at',
} as const satisfies Record<StoredStatus['visibility'], IconName>

/** For whom the post is, as an icon with words for it. */
export const VisibilityMark = ({ visibility }: Pick<StoredStatus, 'visibility'>) => (
  <span className={css.mark} title={t(`posts.${visibility}`)}>
    <Icon name={VISIBILITY[visibility]} />
    <span className="unseen">{t(`posts.${visibility}`)}</span>
  </span>
)

interface HeaderProps {
  readonly status: StoredStatus
  readonly id: string
  /** The name and the address on two lines, without the time. */
  readonly stacked?: boolean
}

export function Header({ status, id, stacked = false }: HeaderProps) {
  const { account } = status
  return (
    <header className={stacked ? css.stacked : css.header}>
      <AccountHoverCard id={account.id}>
        <Link to={profilePath(account)} id={id} className={css.author}>
          <b>
            <Name account={account} />
          </b>
          <bdi className={css.handle}>@{account.acct}</bdi>
        </Link>
      </AccountHoverCard>
      {!stacked && (
        <span className={css.when}>
          <span aria-hidden="true">·</span>
          <Link to={postPath(status)} className={css.time}>
            <Ago at={status.created_at} />
          </Link>
          {status.edited_at && (
            <span className={css.mark} title={t('posts.editedAt', { date: moment(status.edited_at) })}>
              <Icon name="pencil" />
              <span className="unseen">{t('posts.edited')}</span>
            </span>
          )}
          {status.visibility !== 'public' && <VisibilityMark visibility={status.visibility} />}
        </span>
      )}
    </header>
  )
}

/** Whom the post answers. */
export function ReplyLine({ status }: { readonly status: StoredStatus }) {
  const mention = status.mentions.find((one) => one.id === status.in_reply_to_account_id)
  const known = useAccount(status.in_reply_to_account_id)
  if (status.in_reply_to_id === null) return null
  const acct = mention?.acct ?? known?.acct
  const words: ReactNode =
    status.in_reply_to_account_id === status.account.id
      ? t('posts.continues')
      : acct
        ? t.parts('posts.replyingTo', { name: <bdi key="name">@{acct}</bdi> })
        : t('posts.aReply')
  return (
    <Link to={`/@${acct ?? status.account.acct}/${status.in_reply_to_id}`} className={css.replying}>
      {words}
    </Link>
  )
}

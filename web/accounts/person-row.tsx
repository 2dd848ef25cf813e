import { memo, type ReactNode, useMemo } from 'react'
import { useAccount } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { Avatar } from '../ui/avatar.tsx'
import { EmojiText } from '../ui/emoji-text.tsx'
import { plainText } from '../ui/html-text.tsx'
import { Icon } from '../ui/icons.tsx'
import { isPlainClick, Link, navigate } from '../ui/router.tsx'
import { FollowButton } from './follow-button.tsx'
import { Name, profilePath } from './name.tsx'
import css from './person-row.module.css'
import { useRelationshipWith } from './relationships.ts'

interface PersonRowProps {
  readonly id: string
  /** What one may do at the end; without it, following. null: nothing. */
  readonly actions?: ReactNode
  /** Why they are shown here, above the name. */
  readonly reason?: ReactNode
  /** Where there is little room: without what they say about themselves, and what the button says as well. */
  readonly brief?: boolean
}

/** A person in a list of people: picture, name, address, and what one may do at the end. */
export const PersonRow = memo(({ id, actions, reason, brief = false }: PersonRowProps) => {
  const account = useAccount(id)
  const html = account?.note ?? ''
  const about = useMemo(() => (brief ? '' : plainText(html)), [html, brief])
  if (!account) return null
  const to = profilePath(account)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click beside the name is an extra, the name is a link
    <article
      tabIndex={-1}
      className={css.row}
      onClick={(event) => {
        if (isPlainClick(event) && !(event.target as Element).closest('a, button, input, label')) navigate(to)
      }}
    >
      <Link to={to} tabIndex={-1} aria-hidden="true" className={css.picture}>
        <Avatar src={account.avatar_static} />
      </Link>
      <div className={css.body}>
        {reason && <p className={css.reason}>{reason}</p>}
        <div className={css.top}>
          <div className={css.who}>
            <Link to={to} className={css.name}>
              <span dir="auto">
                <Name account={account} />
              </span>
              <Badges bot={account.bot} locked={account.locked} />
            </Link>
            <span className={css.handle}>
              <bdi dir="ltr">@{account.acct}</bdi>
              {!brief && <FollowsYou id={id} />}
            </span>
          </div>
          {actions === undefined ? <FollowButton id={id} short={brief} /> : actions}
        </div>
        {about && (
          <p className={css.about} dir="auto">
            <EmojiText text={about} emojis={account.emojis} />
          </p>
        )}
      </div>
    </article>
  )
})

/** Signs beside a name: an automatic account, one that confirms its followers. */
export const Badges = ({ bot, locked }: { readonly bot: boolean; readonly locked: boolean }) => (
  <>
    {locked && (
      <span className={css.sign} title={t('accounts.locked')}>
        <Icon name="lock" />
        <span className="unseen">{t('accounts.locked')}</span>
      </span>
    )}
    {bot && <span className={css.badge}>{t('accounts.bot')}</span>}
  </>
)

/** Says that somebody follows the viewer. */
export function FollowsYou({ id }: { readonly id: string }) {
  const relationship = useRelationshipWith(id)
  return relationship?.followed_by ? <span className={css.badge}>{t('accounts.followsYou')}</span> : null
}

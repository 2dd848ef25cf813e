import type { Account } from '../../server/accounts/schema.ts'
import type { MediaAttachment } from '../../server/media/schema.ts'
import type { Relationship } from '../../server/relations/schema.ts'
import { AccountMenu, copyText } from '../accounts/account-menu.tsx'
import { FollowButton } from '../accounts/follow-button.tsx'
import { Name } from '../accounts/name.tsx'
import { Badges } from '../accounts/person-row.tsx'
import { follow } from '../accounts/relationships.ts'
import { Counted } from '../accounts/words.tsx'
import { openViewer } from '../media/viewer-state.ts'
import { t } from '../messages/index.ts'
import { openComposer } from '../session/intents.ts'
import { useMe } from '../session/me.ts'
import { ButtonLink, IconButton } from '../ui/button.tsx'
import { HtmlText } from '../ui/html-text.tsx'
import { Icon } from '../ui/icons.tsx'
import { Link } from '../ui/router.tsx'
import { monthOf } from '../ui/time.tsx'
import { Familiar } from './familiar.tsx'
import css from './profile.module.css'
import { ProfileFields } from './profile-fields.tsx'

interface HeaderProps {
  readonly account: Account
  readonly relationship: Relationship | undefined
  readonly isOwn: boolean
}

/** Who somebody is: pictures, names, what they say about themselves, and what one may do. */
export function ProfileHeader({ account, relationship, isOwn }: HeaderProps) {
  const isShown = !account.suspended && !relationship?.blocked_by
  return (
    <section aria-label={t('accounts.profileOf', { name: account.acct })}>
      <button
        type="button"
        className={css.cover}
        aria-label={account.header_description || t('accounts.openHeader')}
        onClick={() => openPicture(account.header, account.header_description)}
      >
        <img src={account.header} alt="" width="1500" height="500" decoding="async" />
      </button>
      <div className={css.top}>
        <button
          type="button"
          className={css.avatar}
          aria-label={account.avatar_description || t('accounts.openAvatar')}
          onClick={() => openPicture(account.avatar, account.avatar_description)}
        >
          <img src={account.avatar} alt="" width="400" height="400" decoding="async" />
        </button>
        <div className={css.actions}>
          <Actions account={account} relationship={relationship} isOwn={isOwn} />
        </div>
      </div>
      <div className={css.who}>
        <h2 className={css.name}>
          <Name account={account} />
          <Badges bot={account.bot} locked={account.locked} />
        </h2>
        <Handle account={account} relationship={relationship} />
        {isShown && <About account={account} />}
        <p className={css.counts}>
          <Link to={`/@${account.acct}/following`}>
            <Counted of="accounts.followingCount" count={account.following_count} />
          </Link>
          <Link to={`/@${account.acct}/followers`}>
            <Counted of="accounts.followersCount" count={account.followers_count} />
          </Link>
        </p>
        {!isOwn && isShown && <Familiar account={account} />}
      </div>
    </section>
  )
}

function Actions({ account, relationship, isOwn }: HeaderProps) {
  const me = useMe()
  if (isOwn) {
    return (
      <>
        <AccountMenu id={account.id} />
        <ButtonLink to="/settings/profile">{t('accounts.editProfile')}</ButtonLink>
      </>
    )
  }
  const isOpen = me && relationship && !relationship.blocking && !relationship.blocked_by
  return (
    <>
      <AccountMenu id={account.id} />
      {isOpen && (
        <IconButton
          icon="mail"
          label={t('accounts.message', { name: `@${account.acct}` })}
          onClick={() => openComposer({ kind: 'message', to: [account.acct] })}
        />
      )}
      {isOpen && relationship.following && (
        <IconButton
          icon="bell"
          solid={relationship.notifying}
          label={t('accounts.notify')}
          aria-pressed={relationship.notifying}
          onClick={() => void follow(account.id, { notify: !relationship.notifying })}
        />
      )}
      <FollowButton id={account.id} size="normal" />
    </>
  )
}

const ROLES: Readonly<Record<string, 'accounts.owner' | 'accounts.admin' | 'accounts.moderator'>> = {
  owner: 'accounts.owner',
  admin: 'accounts.admin',
  moderator: 'accounts.moderator',
}

function Handle({ account, relationship }: Omit<HeaderProps, 'isOwn'>) {
  const handle = `@${account.acct}@${new URL(account.url).host}`
  return (
    <p className={css.handle}>
      <button type="button" title={t('accounts.copyHandle')} onClick={() => void copyText(handle)}>
        <bdi dir="ltr">@{account.acct}</bdi>
        <Icon name="copy" />
        <span className="unseen">{t('accounts.copyHandle')}</span>
      </button>
      {relationship?.followed_by && <span className={css.badge}>{t('accounts.followsYou')}</span>}
      {account.roles.map((role) => {
        const key = ROLES[role.id]
        return (
          <span key={role.id} className={`${css.badge} ${css.role}`}>
            <Icon name="shield" />
            {key ? t(key) : role.name}
          </span>
        )
      })}
    </p>
  )
}

const About = ({ account }: { readonly account: Account }) => (
  <>
    {account.note && (
      <div className={css.bio} dir="auto">
        <HtmlText html={account.note} emojis={account.emojis} />
      </div>
    )}
    <ProfileFields account={account} />
    <p className={css.joined}>
      <Icon name="calendar" />
      <time dateTime={account.created_at}>{t('accounts.joined', { date: monthOf(account.created_at) })}</time>
    </p>
  </>
)

/** A picture of a profile as the viewer wants them. */
function openPicture(url: string, description: string): void {
  const picture: MediaAttachment = {
    id: url,
    type: 'image',
    url,
    preview_url: url,
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: {},
    description: description || null,
    blurhash: null,
  }
  openViewer([picture], 0)
}

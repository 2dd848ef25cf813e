import { useAccount } from '../api/entities.ts'
import { Avatar } from '../ui/avatar.tsx'
import { EmojiText } from '../ui/emoji-text.tsx'
import { plainText } from '../ui/html-text.tsx'
import { Link } from '../ui/router.tsx'
import { FollowButton } from './follow-button.tsx'
import css from './hover-card.module.css'
import { Name, profilePath } from './name.tsx'
import { FollowsYou } from './person-row.tsx'
import { Counted } from './words.tsx'

/** Who somebody is, in short. */
export default function HoverCardInside({ id }: { readonly id: string }) {
  const account = useAccount(id)
  if (!account) return null
  const about = plainText(account.note)
  return (
    <span className={css.inside}>
      <span className={css.top}>
        <Link to={profilePath(account)} tabIndex={-1} aria-hidden="true">
          <Avatar src={account.avatar_static} size="large" />
        </Link>
        <FollowButton id={id} />
      </span>
      <span>
        <Link to={profilePath(account)} className={css.name}>
          <Name account={account} />
        </Link>
        <span className={css.handle}>
          <bdi dir="ltr">@{account.acct}</bdi>
          <FollowsYou id={id} />
        </span>
      </span>
      {about && (
        <span className={css.about} dir="auto">
          <EmojiText text={about} emojis={account.emojis} />
        </span>
      )}
      <span className={css.counts}>
        <Counted of="accounts.followingCount" count={account.following_count} />
        <Counted of="accounts.followersCount" count={account.followers_count} />
      </span>
    </span>
  )
}

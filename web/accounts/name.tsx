import type { Account } from '../../server/accounts/schema.ts'
import { EmojiText } from '../ui/emoji-text.tsx'
import { Link } from '../ui/router.tsx'

type Named = Pick<Account, 'display_name' | 'username' | 'emojis'>

/** What somebody calls themselves, or their username. */
export const nameOf = (account: Pick<Account, 'display_name' | 'username'>): string =>
  account.display_name.trim() || account.username

/** The name with its custom emojis, kept from turning the direction of the text around it. */
export const Name = ({ account }: { readonly account: Named }) => (
  <bdi>
    <EmojiText text={nameOf(account)} emojis={account.emojis} />
  </bdi>
)

/** A person's address in the client. */
export const profilePath = (account: Pick<Account, 'acct'>): string => `/@${account.acct}`

/** The name as a link to the profile. */
export const NameLink = ({
  account,
  className,
}: {
  readonly account: Named & Pick<Account, 'acct'>
  readonly className?: string
}) => (
  <Link to={profilePath(account)} className={className}>
    <Name account={account} />
  </Link>
)

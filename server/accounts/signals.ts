import type { Call, Viewer } from '../http/index.ts'
import { question, signal } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import type { Token } from './schema.ts'

export const accountCreated = signal<{ accountId: number; username: string }>(
  'accounts.created',
  'An account exists that did not before, whoever made it.',
)
export const profileChanged = signal<{ accountId: number }>(
  'accounts.profile-changed',
  'What others see of an account changed: name, bio, pictures, settings.',
)
export const linksGiven = signal<{ accountId: number; putOff: number }>(
  'accounts.links-given',
  'A profile was saved with links that its pages have not proven to be of the same person; or they wait to be looked at.',
)
export const accountActivated = signal<{ accountId: number }>(
  'accounts.activated',
  'A person may use their account from now on: the e-mail is confirmed, and a moderator approved where one must.',
)
export const credentialsChanged = signal<{ accountId: number; what: 'password' | 'email' }>(
  'accounts.credentials-changed',
  'A password or an e-mail address changed; whoever was signed in should not stay so after a new password.',
)
export const accountDeleted = signal<{ accountId: number }>(
  'accounts.deleted',
  'An account was deleted by its owner or an administrator; what it made is hidden from now on.',
)
/** What was done to an account, or undone. */
export type StandingChange =
  | ('suspended' | 'unsuspended' | 'silenced' | 'unsilenced' | 'sensitized' | 'unsensitized')
  | ('disabled' | 'enabled' | 'role')
export const standingChanged = signal<{ accountId: number; change: StandingChange }>(
  'accounts.standing-changed',
  'Staff changed what an account may do or how it is shown, or the role of its person.',
)
export const linkAsked = signal<{ purpose: 'confirm' | 'reset-password'; emailKey: string }>(
  'accounts.link-asked',
  'Somebody asked for a link to be mailed to an address, which may be nobody’s.',
)
export const picturesDropped = signal<{ names: string[] }>(
  'accounts.pictures-dropped',
  'Pictures of profiles are shown no more; their files can go.',
)

/** Tokens are made above accounts, and a sign-up by an app answers with one; made in the sign-up's own transaction. */
export const tokenFor = question<{ tx: Tx; appId: number; accountId: number; scopes: readonly string[] }, Token>(
  'accounts.token-for',
  'An app has signed a person up: what token does it get?',
)
/** Sessions of browsers are kept above accounts, whose pages need to know who is there. */
export const whoBrowses = question<Pick<Call<unknown, unknown, unknown, unknown>, 'app' | 'request' | 'reply'>, Viewer>(
  'accounts.who-browses',
  'One of the pages about an account is asked for: who is signed in with this browser?',
)
/** For the source of one's own account. */
export const followRequestsOf = question<{ accountId: number }, number>(
  'accounts.follow-requests-of',
  'How many people wait for this person to let them follow?',
)
/** For a search among them. */
export const followedBy = question<{ accountId: number }, number[]>(
  'accounts.followed-by',
  'Whom does this person follow? Ids of accounts.',
)
/** Blocks are kept by moderation. Asked before anything is written. */
export const signUpVerdict = question<
  { email: string; ip: string | null },
  { emailBlocked: boolean; addressBlocked: boolean; approvalNeeded: boolean }
>('accounts.sign-up-verdict', 'Somebody wants to sign up with this e-mail address (or change theirs to it): may they?')

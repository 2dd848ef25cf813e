/** What the mails about an account say. */

import { html } from '../kit/index.ts'
import { button, template } from '../mail/index.ts'

interface Letter {
  readonly network: string
  readonly username: string
}
type WithLink = Letter & { readonly link: string }

export const confirmMail = template<WithLink & { approval: boolean }>(
  'accounts.confirm',
  ({ network }) => `Confirm your address for ${network}`,
  ({ network, username, link, approval }) => `Welcome to ${network}, @${username}!

Open this link to confirm that this is your e-mail address:

${link}
${approval ? '\nA moderator reads your request after that, and we write to you when it is decided.\n' : ''}
If you have not asked for an account, do nothing: without the link it is never opened.`,
  ({ network, username, link, approval }) => html`<p>Welcome to ${network}, <b>@${username}</b>!</p>
<p>Confirm that this is your e-mail address:</p>${button('Confirm my address', link)}
${approval && html`<p>A moderator reads your request after that, and we write to you when it is decided.</p>`}
<p>If you have not asked for an account, do nothing: without the link it is never opened.</p>`,
)

export const approvedMail = template<WithLink>(
  'accounts.approved',
  ({ network }) => `Your account on ${network} is open`,
  ({ network, username, link }) => `A moderator of ${network} has said yes: @${username} is yours.

Sign in here, or in any Mastodon app:

${link}`,
  ({ network, username, link }) => html`<p>A moderator of ${network} has said yes: <b>@${username}</b> is yours.</p>
${button('Sign in', link)}<p>It works in any Mastodon app, too.</p>`,
)

export const resetMail = template<WithLink>(
  'accounts.reset-password',
  ({ network }) => `Set a new password for ${network}`,
  ({ network, username, link }) => `Somebody, we hope you, asked for a new password for @${username} on ${network}.

Set it here. The link works once, within an hour:

${link}

If it was not you, do nothing: your password stays as it is.`,
  ({
    network,
    username,
    link,
  }) => html`<p>Somebody, we hope you, asked for a new password for <b>@${username}</b> on ${network}.</p>
${button('Set a new password', link)}<p>The link works once, within an hour.</p>
<p>If it was not you, do nothing: your password stays as it is.</p>`,
)

export const passwordChangedMail = template<WithLink>(
  'accounts.password-changed',
  ({ network }) => `Your password on ${network} was changed`,
  ({ username, link }) => `The password of @${username} was changed just now, and every app and browser was signed out.

If it was not you, set a new one at once:

${link}`,
  ({
    username,
    link,
  }) => html`<p>The password of <b>@${username}</b> was changed just now, and every app and browser was signed out.</p>
<p>If it was not you, set a new one at once:</p>${button('Set a new password', link)}`,
)

export const changeEmailMail = template<WithLink>(
  'accounts.change-email',
  ({ network }) => `Confirm your new address for ${network}`,
  ({ username, link }) => `@${username} wants to use this e-mail address from now on. Open this link to confirm it:

${link}

If that is not you, do nothing.`,
  ({ username, link }) => html`<p><b>@${username}</b> wants to use this e-mail address from now on.</p>
${button('Confirm my new address', link)}<p>If that is not you, do nothing.</p>`,
)

export const addressTakenMail = template<WithLink>(
  'accounts.address-taken',
  ({ network }) => `You have an account on ${network} already`,
  ({
    network,
    username,
    link,
  }) => `Somebody asked to use this address for another account on ${network}. It belongs to @${username}, so nothing has changed.

If you have forgotten the password of @${username}, set a new one:

${link}`,
  ({
    network,
    username,
    link,
  }) => html`<p>Somebody asked to use this address for another account on ${network}. It belongs to <b>@${username}</b>, so nothing has changed.</p>
<p>If you have forgotten the password of <b>@${username}</b>, set a new one:</p>${button('Set a new password', link)}`,
)

/** To the old address, when a change is asked for and when it is done. */
export const emailChangeNotice = template<WithLink & { email: string; done: boolean }>(
  'accounts.email-change-notice',
  ({ network, done }) => (done ? `Your address on ${network} was changed` : `Your address on ${network} is to change`),
  ({ username, email, done, link }) => `${noticeSentence(done, username, email)}

If it was not you, set a new password at once, and tell those who run the network:

${link}`,
  ({ username, email, done, link }) => html`<p>${noticeSentence(done, username, email)}</p>
<p>If it was not you, set a new password at once, and tell those who run the network:</p>${button('Set a new password', link)}`,
)

const noticeSentence = (done: boolean, username: string, email: string): string =>
  done
    ? `From now on, mails for @${username} go to ${email}.`
    : `Somebody signed in as @${username} asked to use ${email} from now on. It changes once a link there is opened.`

export const deletedMail = template<Letter>(
  'accounts.deleted',
  ({ network }) => `Your account on ${network} is deleted`,
  ({ network, username }) =>
    `@${username} is deleted from ${network}, with everything that was posted. Thank you for having been here.`,
  ({ network, username }) =>
    html`<p><b>@${username}</b> is deleted from ${network}, with everything that was posted. Thank you for having been here.</p>`,
)

/** What the mails of moderators say. */
import { html } from '../kit/index.ts'
import { button, template } from '../mail/index.ts'
import type { StrikeAction } from './signals.ts'

interface Warning {
  readonly network: string
  readonly username: string
  readonly action: StrikeAction
  /** The moderator's words, or ''. */
  readonly text: string
  /** Where the person can answer. */
  readonly link: string
}

const subjects: Record<StrikeAction, (network: string) => string> = {
  none: (network) => `A word from the moderators of ${network}`,
  sensitive: (network) => `Your pictures on ${network} are covered from now on`,
  disable: (network) => `You cannot sign in to ${network} any more`,
  silence: (network) => `Your account on ${network} is limited`,
  suspend: (network) => `Your account on ${network} is suspended`,
  delete_statuses: (network) => `A post of yours on ${network} was deleted`,
  mark_statuses_as_sensitive: (network) => `A post of yours on ${network} is marked as sensitive`,
}

const sentences: Record<StrikeAction, string> = {
  none: 'Nothing has changed for your account. Please read what a moderator has to say:',
  sensitive: 'A moderator decided that every picture you post is shown behind a warning.',
  disable: 'A moderator closed your account to you. What you posted stays where it is.',
  silence: 'A moderator limited your account: only those who follow you see what you post without looking for it.',
  suspend:
    'A moderator suspended your account: nobody sees it or can use it. After 30 days it is deleted with all that you posted.',
  delete_statuses: 'A moderator deleted a post of yours.',
  mark_statuses_as_sensitive:
    'A moderator marked a post of yours as sensitive: its pictures are shown behind a warning.',
}

export const warningMail = template<Warning>(
  'moderation.warning',
  ({ network, action }) => subjects[action](network),
  ({ network, username, action, text, link }) => `This is about @${username} on ${network}.

${sentences[action]}
${text && `\n${text}\n`}
If you think that this is a mistake, write to those who run ${network}:

${link}`,
  ({ network, username, action, text, link }) => html`<p>This is about <b>@${username}</b> on ${network}.</p>
<p>${sentences[action]}</p>
${text && html`<blockquote style="white-space:pre-line;margin:16px 0;padding-left:12px;border-left:3px solid #dfe3e9">${text}</blockquote>`}
<p>If you think that this is a mistake, write to those who run ${network}.</p>${button('Write to us', link)}`,
)

/** Somebody is limited for automation: until when (words), and where they can answer. */
interface Limit {
  readonly network: string
  readonly username: string
  readonly until: string
  readonly link: string
}

export const limitMail = template<Limit>(
  'moderation.automation',
  ({ network }) => `Your account on ${network} may ask for less for a while`,
  ({ network, username, until, link }) => `This is about @${username} on ${network}.

It has made requests the way a program does. Until ${until} it may make a tenth of the usual number; everything else stays as it is. If it is a bot, please mark it as one in your profile.

If you think that this is a mistake, write to those who run ${network}:

${link}`,
  ({ network, username, until, link }) => html`<p>This is about <b>@${username}</b> on ${network}.</p>
<p>It has made requests the way a program does. Until ${until} it may make a tenth of the usual number; everything else stays as it is. If it is a bot, please mark it as one in your profile.</p>
<p>If you think that this is a mistake, write to those who run ${network}.</p>${button('Write to us', link)}`,
)

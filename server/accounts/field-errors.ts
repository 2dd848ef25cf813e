import type { ProblemDetails, Translate } from '../kit/index.ts'
import type { en } from './messages/en.ts'
import { PASSWORD_MAX, PASSWORD_MIN } from './passwords.ts'
import { sentences } from './refusals.ts'

export type Errors = Record<string, string>
type Say = (t: Translate<typeof en>) => string

const tooLong: Say = (t) => t('wrong.passwordTooLong', { count: PASSWORD_MAX })

/** By field and Mastodon's code: what the API says in English, a page says in its own language. */
const TEXTS: Readonly<Record<string, Say>> = {
  'username.ERR_BLANK': (t) => t('wrong.usernameBlank'),
  'username.ERR_INVALID': (t) => t('wrong.usernameInvalid'),
  'username.ERR_TOO_LONG': (t) => t('wrong.usernameTooLong'),
  'username.ERR_TAKEN': (t) => t('wrong.usernameTaken'),
  'username.ERR_RESERVED': (t) => t('wrong.usernameReserved'),
  'email.ERR_BLANK': (t) => t('wrong.emailBlank'),
  'email.ERR_INVALID': (t) => t('wrong.emailInvalid'),
  'email.ERR_TAKEN': (t) => t('wrong.emailTaken'),
  'email.ERR_BLOCKED': (t) => t('wrong.emailBlocked'),
  'email.ERR_TOO_MANY': (t) => t('wrong.emailTooOften'),
  'password.ERR_BLANK': (t) => t('wrong.passwordBlank'),
  'password.ERR_TOO_SHORT': (t) => t('wrong.passwordTooShort', { count: PASSWORD_MIN }),
  'password.ERR_TOO_LONG': tooLong,
  'password.ERR_INVALID': (t) => t('wrong.passwordInvalid'),
  'new_password.ERR_BLANK': (t) => t('wrong.passwordBlank'),
  'new_password.ERR_TOO_SHORT': (t) => t('wrong.newPasswordTooShort', { count: PASSWORD_MIN }),
  'new_password.ERR_TOO_LONG': tooLong,
  'agreement.ERR_ACCEPTED': (t) => t('wrong.agreementAccepted'),
  'reason.ERR_BLANK': (t) => t('wrong.reasonBlank'),
  'reason.ERR_TOO_LONG': (t) => t('wrong.reasonTooLong'),
  'invite_code.ERR_BLANK': (t) => t('wrong.inviteBlank'),
  'invite_code.ERR_INVALID': (t) => t('wrong.inviteInvalid'),
  'code.ERR_INVALID': (t) => t('wrong.codeInvalid'),
}

/** One sentence for each field that is wrong. What has no text here is told as the API tells it. */
export function errorsIn(t: Translate<typeof en>, details: ProblemDetails): Errors {
  const inEnglish = sentences(details).map(([field, sentence]) => [field, `${sentence}.`])
  const told = Object.entries(details).flatMap(([field, problems]) => {
    const say = problems.map(({ error }) => TEXTS[`${field}.${error}`]).find(Boolean)
    return say ? [[field, say(t)]] : []
  })
  return Object.fromEntries([...inEnglish, ...told])
}

/** What is wrong with a form, field by field, in Mastodon's codes and words. */
import { type Problem, type ProblemDetails, unprocessable } from '../kit/index.ts'
import { PASSWORD_MAX, PASSWORD_MIN } from './passwords.ts'

export type FieldProblems = ProblemDetails[string]

export const wrong = (error: string, description: string): FieldProblems => [{ error, description }]
export const blank = wrong('ERR_BLANK', "can't be blank")
export const taken = wrong('ERR_TAKEN', 'has already been taken')
export const notAnAddress = wrong('ERR_INVALID', 'is not an e-mail address that mail can be sent to')
export const blockedAddress = wrong('ERR_BLOCKED', 'is of a kind that is not taken here')
export const tooLong = (most: number) => wrong('ERR_TOO_LONG', `is too long (maximum is ${most} characters)`)

/** The one password rule, for sign-up and for every new password; null when it will do. */
export function passwordProblem(password: string): FieldProblems | null {
  const characters = [...password].length
  if (characters === 0) return blank
  if (characters < PASSWORD_MIN) return wrong('ERR_TOO_SHORT', `is too short (minimum is ${PASSWORD_MIN} characters)`)
  return characters > PASSWORD_MAX ? tooLong(PASSWORD_MAX) : null
}

const labels: Record<string, string> = {
  username: 'Username',
  email: 'E-mail',
  password: 'Password',
  agreement: 'Agreement',
  reason: 'Reason',
  invite_code: 'Invite code',
  code: 'Code',
  new_password: 'New password',
  display_name: 'Display name',
  note: 'Note',
  fields: 'Fields',
}

/** A sentence without its dot for each thing that is wrong: `Username has already been taken`. */
export const sentences = (details: ProblemDetails): [field: string, sentence: string][] =>
  Object.entries(details).flatMap(([field, problems]) =>
    problems.map(({ description }): [string, string] => [field, `${labels[field] ?? field} ${description}`]),
  )

export function refusal(details: ProblemDetails): Problem {
  const said = sentences(details).map(([, sentence]) => sentence)
  return unprocessable(`Validation failed: ${said.join(', ')}`, details)
}

/** @throws Problem 422 when anything is wrong. */
export function refuse(details: ProblemDetails): void {
  if (Object.keys(details).length > 0) throw refusal(details)
}

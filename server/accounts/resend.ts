import type { App } from '../app.ts'
import type { Bearer } from '../http/index.ts'
import { forbidden, tooMany, unprocessable } from '../kit/index.ts'
import { transactHome } from '../sites/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import { correctEmail } from './change-email.ts'
import { mailConfirmation, requireUser } from './confirm.ts'
import { countMailTokens, userRow } from './queries.ts'

const MOST_LINKS = 5

/** The person of a token that may do nothing else yet. @throws Problem 422 when the token is an app's own. */
function personOf(bearer: Bearer | null): number {
  const accountId = bearer?.viewer?.accountId
  if (accountId === undefined) throw unprocessable('This method requires an authenticated user')
  return accountId
}

/** Whether the person of this token has confirmed an address. */
export async function isConfirmed(app: App, bearer: Bearer | null): Promise<boolean> {
  const [user] = await userRow(app.db.read, personOf(bearer))
  return user !== undefined && user.confirmed_at !== null
}

/**
 * Mails the confirmation once more, to another address if one is given: somebody who mistyped theirs at sign-up can
 * put it right in the app.
 *
 * @throws Problem 403 when there is nothing left to confirm; 422 when the address will not do; 429 after several.
 */
export async function resendConfirmation(app: App, bearer: Bearer | null, email: string | undefined): Promise<void> {
  const accountId = personOf(bearer)
  // Another address is a claim; without one this goes on at both sites of a network.
  const mail = (tx: Tx) => mailAgain(app, tx, accountId, email)
  await (email ? transactHome(app, mail) : transact(app.db, mail))
}

async function mailAgain(app: App, tx: Tx, accountId: number, email: string | undefined): Promise<void> {
  const user = await requireUser(tx, accountId)
  if (user.confirmed_at !== null) {
    throw forbidden('This method is only available while the e-mail is awaiting confirmation')
  }
  const [made] = await countMailTokens(tx, accountId, 'confirm', app.now())
  if (made!.count >= MOST_LINKS)
    throw tooMany('Several mails are on their way already. Look into the spam folder.', 3600)
  if (email) await correctEmail(app, tx, user, email)
  await mailConfirmation(app, tx, await requireUser(tx, accountId))
}

import type { App } from '../../app.ts'
import { html } from '../../kit/index.ts'
import { button, sendMail, template } from '../../mail/index.ts'
import type { Tx } from '../../storage/index.ts'
import { userRow } from '../queries.ts'

export type SecondFactorNews = 'on' | 'off' | 'off-by-operator' | 'new-codes' | 'recovery-used' | 'wrong-codes'

interface Letter {
  readonly network: string
  readonly username: string
  readonly link: string
  readonly news: SecondFactorNews
}

const subjects: Record<SecondFactorNews, string> = {
  on: 'A second factor is on',
  off: 'The second factor is off',
  'off-by-operator': 'The second factor is off',
  'new-codes': 'New recovery codes',
  'recovery-used': 'A recovery code was used',
  'wrong-codes': 'Somebody knows your password',
}

const sentences: Record<SecondFactorNews, (name: string) => string> = {
  on: (name) => `From now on, signing in as ${name} takes a code of an authenticator app besides the password.`,
  off: (name) => `From now on, signing in as ${name} takes the password alone.`,
  'off-by-operator': (name) =>
    `Those who run the network have turned off the second factor of ${name}. From now on, signing in takes the password alone.`,
  'new-codes': (name) => `${name} has new recovery codes. The ones from before no longer work.`,
  'recovery-used': (name) =>
    `A recovery code of ${name} was used just now in place of the authenticator app. It does not work again.`,
  'wrong-codes': (name) =>
    `Somebody gave the right password of ${name} and then wrong codes of the second factor, several times. They did not get in.`,
}

const advice = 'If it was not you, set a new password at once, which signs out every app and browser:'

const secondFactorMail = template<Letter>(
  'accounts.second-factor',
  ({ network, news }) => `${subjects[news]}: ${network}`,
  ({ username, link, news }) => `${sentences[news](`@${username}`)}

${advice}

${link}`,
  ({ username, link, news }) => html`<p>${sentences[news](`@${username}`)}</p>
<p>${advice}</p>${button('Set a new password', link)}`,
)

/** Mails the person what became of their second factor, in the transaction in which it did. */
export async function tell(app: App, tx: Tx, accountId: number, news: SecondFactorNews): Promise<void> {
  const [user] = await userRow(tx, accountId)
  if (!user || user.email === null) return
  const { name: network, url } = app.config
  const data = { network, username: user.username, link: `${url}/auth/password/new`, news }
  await sendMail(tx, { to: user.email, template: secondFactorMail, data })
}

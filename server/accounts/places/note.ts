import type { App } from '../../app.ts'
import { html } from '../../kit/index.ts'
import { button, sendMail, template } from '../../mail/index.ts'
import type { Tx } from '../../storage/index.ts'
import { userRow } from '../queries.ts'
import { agentOf } from './agent.ts'
import { knownPlaces, rememberPlace } from './queries.ts'

export interface SignInFrom {
  readonly accountId: number
  /** The client's address. */
  readonly address: string
  readonly userAgent: string | undefined
  /** A browser in which this person has not signed in before. */
  readonly newDevice: boolean
}

/**
 * Remembers from where a person signs in, and mails them when it is a new device or a new network. The first sign-in of
 * all is new in both and no news.
 */
export async function noteSignIn(app: App, tx: Tx, from: SignInFrom): Promise<void> {
  const { accountId, address } = from
  const network = widerNetworkOf(address)
  const [known] = await knownPlaces(tx, accountId, network)
  await rememberPlace(tx, accountId, network, app.now())
  if (!known!.before || (known!.here && !from.newDevice)) return
  const [user] = await userRow(tx, accountId)
  if (!user || user.email === null) return
  const { name, url } = app.config
  await sendMail(tx, {
    to: user.email,
    template: newPlaceMail,
    data: {
      network: name,
      username: user.username,
      when: `${app.now().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      agent: agentOf(from.userAgent),
      address: address.replace(/^::ffff:/, ''),
      sessions: `${url}/settings/sessions`,
      link: `${url}/auth/password/new`,
    },
  })
}

/** A provider moves its customers about within such: the /24 of IPv4, the /48 of IPv6. */
export function widerNetworkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  const [before = '', after] = plain.split('::')
  const head = before.split(':').filter(Boolean)
  const tail = (after ?? '').split(':').filter(Boolean)
  const zeros = after === undefined ? [] : Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0')
  return `${[...head, ...zeros, ...tail].slice(0, 3).join(':')}::/48`
}

interface Letter {
  readonly network: string
  readonly username: string
  readonly when: string
  readonly agent: string
  readonly address: string
  readonly sessions: string
  readonly link: string
}

const newPlaceMail = template<Letter>(
  'accounts.new-place',
  ({ network }) => `A new sign-in to ${network}`,
  ({ username, when, agent, address, sessions, link }) => `Somebody, we hope you, signed in as @${username}:

When: ${when}
With: ${agent}
From: ${address}

If it was you, there is nothing to do. If not, set a new password at once; it signs out every app and browser:

${link}

Where you are signed in now, and how to end it:

${sessions}`,
  ({
    username,
    when,
    agent,
    address,
    sessions,
    link,
  }) => html`<p>Somebody, we hope you, signed in as <b>@${username}</b>:</p>
<p>When: <b>${when}</b><br>With: <b>${agent}</b><br>From: <b>${address}</b></p>
<p>If it was you, there is nothing to do. If not, set a new password at once; it signs out every app and browser:</p>
${button('Set a new password', link)}
<p>Where you are signed in now, and how to end it: <a href="${sessions}">${sessions}</a></p>`,
)

import type { App } from '../app.ts'
import { emit } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import {
  countSoftBounces,
  insertBounce,
  type MailRow,
  mailById,
  markBounced,
  type NewBounce,
  purgeBounces,
} from './queries.ts'
import { mailBounced } from './signals.ts'
import { addressKey, suppress } from './suppressions.ts'

/** So many mails that come back softly within a month are as good as a hard bounce. */
const SOFT_BOUNCES = 5
const MONTH_MS = 30 * 24 * 3600 * 1000

/** What a report says about a mail. */
export interface Returned {
  readonly kind: NewBounce['kind']
  /** RFC 3463, such as 5.1.1. */
  readonly status: string | null
  readonly diagnostic: string
}

/**
 * RFC 3463: 5 is final, 4 is not. Of the final ones a full mailbox (5.2.2), a mail that is too long (5.2.3, 5.3.4), a
 * sender that will not do (5.1.7, 5.1.8: our own address, whoever it was for), the conversation (5.5), the content (5.6)
 * and a policy (5.7: our reputation, not their address) say nothing about whether the address is there.
 */
export const kindOfStatus = (status: string): 'hard' | 'soft' =>
  /^5\.(?!1\.[78]$|2\.[23]$|3\.4$|[567]\.)/.test(status) ? 'hard' : 'soft'

/** A report came for a mail of ours: writes it down, and suppresses the address where it calls for that. */
export async function noteReturn(app: App, tx: Tx, mailId: number, returned: Returned): Promise<void> {
  const [mail] = await mailById(tx, mailId)
  // Purged after a month; a report that is so late says little.
  if (!mail) return
  await note(app, tx, mailId, mail.to_address, returned)
  if (returned.kind === 'hard') await markBounced(tx, mailId, said(returned))
}

/** A server refused a mail to our face: that the address is not there (5.1) counts as if it had come back. */
export async function noteRefusal(app: App, tx: Tx, mail: MailRow, reason: string): Promise<void> {
  const status = /\b5\d\d[ -](5\.1\.\d{1,3})\b/.exec(reason)?.[1]
  if (status !== undefined && kindOfStatus(status) === 'hard')
    await note(app, tx, mail.id, mail.to_address, { kind: 'hard', status, diagnostic: reason })
}

async function note(app: App, tx: Tx, mailId: number, to: string, returned: Returned): Promise<void> {
  const address = addressKey(to)
  const news = await insertBounce(tx, { mailId, address, ...returned }, app.now())
  if (news.length === 0) return
  const { kind, status } = returned
  if (kind === 'hard') await suppress(app, tx, to, 'bounced', said(returned))
  if (kind === 'complaint') await suppress(app, tx, to, 'complained', returned.diagnostic)
  if (kind === 'soft') {
    const since = new Date(app.now().getTime() - MONTH_MS)
    const [row] = await countSoftBounces(tx, address, since)
    const { count } = row!
    if (count >= SOFT_BOUNCES)
      await suppress(app, tx, to, 'bounced', `${count} times in a month, last: ${said(returned)}`)
  }
  await emit(tx, mailBounced, { mailId, to, kind, status })
  await purgeBounces(tx)
}

const said = ({ status, diagnostic }: Returned): string =>
  [status, diagnostic].filter(Boolean).join(' ').slice(0, 300) || 'no reason given'

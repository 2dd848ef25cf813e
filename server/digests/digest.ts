import type { App } from '../app.ts'
import { sendMail } from '../mail/index.ts'
import { renderPosts } from '../posts/index.ts'
import { emitAt } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { letterTo, unread } from './batch.ts'
import { itemOf, postItem, type Sorted } from './items.ts'
import { defaultKinds, type KindName, kindNames } from './kinds.ts'
import { digestMail, plural } from './letters.ts'
import { likedPosts, type Recipient, recipientRow, takeDigest } from './queries.ts'
import { lastSeen } from './seen.ts'
import { periodMs } from './settings.ts'
import { digestDue } from './signals.ts'
import { unsubscribeHeaders, unsubscribeUrl } from './unsubscribe.ts'

const MOST_MENTIONS = 5
const MOST_POSTS = 5
/** Of these some may not be shown to whom the digest is for. */
const CANDIDATES = 20

const toldInFull: readonly KindName[] = ['mention', 'reply', 'direct', 'quote', 'follow_request', 'moderation']
const counted: Partial<Record<KindName, [one: string, many: string]>> = {
  favourite: ['like', 'likes'],
  boost: ['boost', 'boosts'],
  poll: ['poll has ended', 'polls have ended'],
  post: ['post that your bell rang for', 'posts that your bell rang for'],
  edit: ['edit of what you boosted', 'edits of what you boosted'],
}

/** Mails what somebody missed since they were here or were mailed last, and plans the next time; nothing for nothing. */
export async function mailDigest(app: App, tx: Tx, accountId: number, dueAt: Date): Promise<void> {
  const [recipient] = await recipientRow(tx, accountId, defaultKinds)
  // The settings of somebody who is suspended stay, and so does the schedule.
  const period = periodMs(recipient?.digest ?? 'weekly')
  const now = app.now().getTime()
  const nextAt = new Date(dueAt.getTime() + Math.ceil((now - dueAt.getTime() + 1) / period) * period)
  const [taken] = await takeDigest(tx, accountId, dueAt, nextAt, app.now())
  if (!taken) return
  await emitAt(tx, digestDue, { accountId, dueAt: nextAt.toISOString() }, nextAt)
  if (!recipient || recipient.digest === 'never') return
  const seen = lastSeen(app, accountId, recipient.seen_at)?.getTime() ?? 0
  const since = new Date(Math.max(seen, taken.digest_at.getTime()))
  await sendMissed(app, tx, recipient, since)
}

async function sendMissed(app: App, tx: Tx, recipient: Recipient, since: Date): Promise<void> {
  const accountId = recipient.account_id
  // A digest tells of everything, also of what is not worth a mail of its own.
  const everything = { ...recipient, kinds: [...kindNames] }
  const [news, posts] = await Promise.all([
    unread(app, tx, everything, { accountId, since, above: 0 }),
    bestPosts(app, tx, recipient, since),
  ])
  const mentions = news.filter(({ kind }) => toldInFull.includes(kind))
  const newFollowers = new Set(ofKind(news, 'follow').map(({ notification }) => notification.account.id)).size
  const others = Object.entries(counted).flatMap(([kind, [one, many]]) => {
    const count = ofKind(news, kind as KindName).length
    return count > 0 ? [plural(count, one, many)] : []
  })
  if (mentions.length + newFollowers + others.length + posts.length === 0) return
  const unsubscribe = await unsubscribeUrl(app, accountId, 'digest')
  await sendMail(tx, {
    to: recipient.email,
    template: digestMail,
    data: {
      ...letterTo(app, recipient, unsubscribe),
      period: recipient.digest === 'weekly' ? 'week' : 'day',
      mentions: mentions.slice(0, MOST_MENTIONS).map((one) => itemOf(app, one)),
      moreMentions: Math.max(0, mentions.length - MOST_MENTIONS),
      newFollowers,
      others: others.length > 0 ? `Also: ${others.join(', ')}.` : '',
      posts,
    },
    headers: unsubscribeHeaders(unsubscribe),
    optional: true,
  })
}

const ofKind = (news: readonly Sorted[], wanted: KindName): Sorted[] => news.filter(({ kind }) => kind === wanted)

async function bestPosts(app: App, tx: Tx, recipient: Recipient, since: Date) {
  const ids = (await likedPosts(tx, recipient.account_id, since, CANDIDATES)).map(({ id }) => id)
  if (ids.length === 0) return []
  const viewer = { accountId: recipient.account_id, role: recipient.role }
  const posts = await renderPosts(app, viewer, ids, 'list')
  return posts.slice(0, MOST_POSTS).map(postItem)
}

import { accountActivated } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { collectionChanged, collectionItemAdded } from '../collections/index.ts'
import { actedOn, reported } from '../moderation/index.ts'
import {
  type EditFact,
  favourited,
  type PostFact,
  pollEnded,
  postEdited,
  posted,
  quoted,
  votersOf,
} from '../posts/index.ts'
import { followed, followRequested } from '../relations/index.ts'
import { type Bus, emit } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { type Bells, bellsToRing } from './signals.ts'
import { notify } from './writing/notify.ts'
import {
  anyBell,
  boostersOf,
  endRepeated,
  endRepeatedAbout,
  mayRead,
  membersOf,
  quotesOf,
  staff,
  waitingForPost,
} from './writing/queries.ts'

/**
 * What happened to you is there as soon as it happened: in the transaction of who did it. Only what may be for very many
 * people is done a moment later. What is taken back needs no listener (queries.ts, isTrue).
 */
export function listen(bus: Bus, app: App): void {
  bus.during(posted, 'notifications.post', (tx, fact) =>
    isBoost(fact) ? boosted(tx, app, fact) : named(tx, app, fact),
  )
  bus.during(posted, 'notifications.bells', askFollowers)
  bus.later(bellsToRing, 'notifications.followers', (tx, fact) => tellFollowers(tx, app, fact))
  // An edit may mention somebody new; those who were told before are not told again.
  bus.during(postEdited, 'notifications.edit', (tx, { mentioned, authorId, postId }) =>
    notify(tx, app, { type: 'mention', recipients: mentioned, fromAccountId: authorId, postId }),
  )
  bus.later(postEdited, 'notifications.boosters', (tx, fact) => tellBoosters(tx, app, fact))
  bus.later(postEdited, 'notifications.quoting', (tx, fact) => tellQuoting(tx, app, fact))
  // Who may not see a quote is not told of it either, by a number as little as by a line.
  bus.during(quoted, 'notifications.quote', async (tx, { postId, authorId, quotedAuthorId }) => {
    const recipients = (await mayRead(tx, postId, [quotedAuthorId])).map((row) => row.account_id)
    await notify(tx, app, { type: 'quote', recipients, fromAccountId: authorId, postId })
  })
  bus.later(pollEnded, 'notifications.poll', async (tx, { postId, authorId }) => {
    const voters = (await votersOf(tx, postId)).map((row) => row.account_id)
    const recipients = (await mayRead(tx, postId, [authorId, ...voters])).map((row) => row.account_id)
    await notify(tx, app, { type: 'poll', recipients, fromAccountId: authorId, postId })
  })
  bus.during(favourited, 'notifications.favourite', (tx, { postId, authorId, accountId }) =>
    notify(tx, app, { type: 'favourite', recipients: [authorId], fromAccountId: accountId, postId }),
  )
  bus.during(followed, 'notifications.follow', async (tx, { followerId, followeeId, isNew }) => {
    if (!isNew) return
    await notify(tx, app, { type: 'follow', recipients: [followeeId], fromAccountId: followerId, postId: null })
  })
  bus.during(followRequested, 'notifications.request', (tx, { followerId, followeeId }) =>
    notify(tx, app, { type: 'follow_request', recipients: [followeeId], fromAccountId: followerId, postId: null }),
  )
  bus.during(accountActivated, 'notifications.sign-up', async (tx, { accountId }) => {
    const recipients = (await staff(tx)).map((row) => row.account_id)
    await notify(tx, app, { type: 'admin.sign_up', recipients, fromAccountId: accountId, postId: null })
  })
  bus.during(reported, 'notifications.report', async (tx, { reportId, accountId }) => {
    const recipients = (await staff(tx)).map((row) => row.account_id)
    const about = { fromAccountId: accountId, postId: null, subjectId: reportId }
    await notify(tx, app, { type: 'admin.report', recipients, ...about })
  })
  // In the name of the person themselves: which moderator it was is not told.
  bus.during(actedOn, 'notifications.warning', async (tx, { warningId, accountId, tell }) => {
    if (!tell) return
    const about = { fromAccountId: accountId, postId: null, subjectId: warningId }
    await notify(tx, app, { type: 'moderation_warning', recipients: [accountId], ...about })
  })
  bus.during(collectionItemAdded, 'notifications.put-in', (tx, { collectionId, ownerId, accountId }) => {
    const about = { fromAccountId: ownerId, postId: null, subjectId: collectionId }
    return notify(tx, app, { type: 'added_to_collection', recipients: [accountId], ...about })
  })
  bus.during(collectionChanged, 'notifications.collection', (tx, fact) => tellMembers(tx, app, fact))
}

const isBoost = (fact: PostFact): boolean => fact.boostOfId !== null

async function boosted(tx: Tx, app: App, { boostOfId, boostOfAuthorId, authorId }: PostFact): Promise<void> {
  const recipients = boostOfAuthorId === null ? [] : [boostOfAuthorId]
  await notify(tx, app, { type: 'reblog', recipients, fromAccountId: authorId, postId: boostOfId })
}

async function named(tx: Tx, app: App, { mentions, authorId, postId }: PostFact): Promise<void> {
  await notify(tx, app, { type: 'mention', recipients: mentions, fromAccountId: authorId, postId })
}

/** Who boosted a post hears of its edits, of the last one only, as in Mastodon: the notification before it goes. */
async function tellBoosters(tx: Tx, app: App, { authorId, postId }: EditFact): Promise<void> {
  const recipients = (await boostersOf(tx, postId)).map((row) => row.account_id)
  if (recipients.length === 0) return
  await endRepeated(tx, 'update', recipients, authorId, [postId])
  await notify(tx, app, { type: 'update', recipients, fromAccountId: authorId, postId })
}

/** Who quoted a post hears of its edits in the same way, with their own post, as in Mastodon. */
async function tellQuoting(tx: Tx, app: App, { authorId, postId }: EditFact): Promise<void> {
  const rows = await quotesOf(tx, postId, authorId)
  if (rows.length === 0) return
  const recipients = rows.map((row) => row.account_id)
  const quotes = rows.map((row) => row.post_id)
  await endRepeated(tx, 'quoted_update', recipients, authorId, quotes)
  await notify(tx, app, { type: 'quoted_update', recipients, fromAccountId: authorId, postId: quotes })
}

/** Who is in a collection hears when it says something else of them, as in Mastodon; of the last change only. */
async function tellMembers(
  tx: Tx,
  app: App,
  { collectionId, ownerId, changed }: { collectionId: number; ownerId: number; changed: string[] },
): Promise<void> {
  if (!changed.includes('name') && !changed.includes('description')) return
  const recipients = (await membersOf(tx, collectionId)).map((row) => row.account_id)
  if (recipients.length === 0) return
  await endRepeatedAbout(tx, 'collection_update', recipients, ownerId, collectionId)
  const about = { fromAccountId: ownerId, postId: null, subjectId: collectionId }
  await notify(tx, app, { type: 'collection_update', recipients, ...about })
}

/**
 * Most authors have no follower with the bell on, so the look is worth it: no job is left for nothing. Nobody hears this
 * way of boosts, of direct posts and of replies to others.
 */
async function askFollowers(tx: Tx, fact: PostFact): Promise<void> {
  const { authorId, inReplyToAccountId } = fact
  if (isBoost(fact) || fact.visibility === 'direct') return
  if (inReplyToAccountId !== null && inReplyToAccountId !== authorId) return
  if ((await anyBell(tx, authorId)).length === 0) return
  await emit(tx, bellsToRing, { postId: fact.postId, authorId, mentions: fact.mentions })
}

/** Those who follow with the bell on hear of a post, but not twice. */
async function tellFollowers(tx: Tx, app: App, fact: Bells): Promise<void> {
  const mentioned = new Set(fact.mentions)
  const waiting = (await waitingForPost(tx, fact.postId)).map((row) => row.account_id)
  const recipients = waiting.filter((id) => !mentioned.has(id))
  await notify(tx, app, { type: 'status', recipients, fromAccountId: fact.authorId, postId: fact.postId })
}

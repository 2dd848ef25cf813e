import { accountDeleted, forgetAccounts, standingChanged } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { emojisChanged } from '../emojis/index.ts'
import { followed, unfollowed } from '../relations/index.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { completed } from '../sites/index.ts'
import { removeLateBoosts } from './delete.ts'
import { forgetEverything, forgetFlags, forgetPost, forgetStats, postEntries } from './entries.ts'
import { forgetGone } from './hydrate.ts'
import { publishDue } from './later/publish.ts'
import { deleteLeft } from './leave.ts'
import { mendPosts } from './mend.ts'
import { endPoll } from './polls/end.ts'
import {
  authorLeft,
  conversationMuted,
  favourited,
  type PostFact,
  policyChanged,
  pollEnding,
  postDeleted,
  postEdited,
  posted,
  postFlagged,
  quoteRevoked,
  scheduleDue,
  unfavourited,
  voted,
} from './signals.ts'

/** Forgets what is kept, after the commits that changed it, and deletes what a deleted account leaves. */
export function listen(bus: Bus, app: App): void {
  const counted = (fact: PostFact) => {
    forgetAccounts(app, [fact.authorId])
    if (fact.boostOfId !== null) {
      forgetStats(app, fact.boostOfId)
      forgetFlags(app, fact.authorId, fact.boostOfId)
    }
    if (fact.inReplyToId !== null) forgetStats(app, fact.inReplyToId)
    if (fact.quoteOfId !== null) forgetStats(app, fact.quoteOfId)
  }
  bus.after(posted, 'posts.count-posted', counted)
  bus.after(postDeleted, 'posts.forget-deleted', (fact) => {
    forgetPost(app, fact.postId)
    counted(fact)
  })
  bus.after(postEdited, 'posts.forget-edited', ({ postId, mentioned, unmentioned }) => {
    forgetPost(app, postId)
    // Whether they may see it at all hangs on it.
    for (const accountId of [...mentioned, ...unmentioned]) forgetFlags(app, accountId, postId)
  })
  const reacted = ({ postId, accountId }: { postId: number; accountId: number }) => {
    forgetStats(app, postId)
    forgetFlags(app, accountId, postId)
  }
  bus.after(favourited, 'posts.count-favourited', reacted)
  bus.after(unfavourited, 'posts.count-unfavourited', reacted)
  bus.after(voted, 'posts.count-voted', reacted)
  bus.after(quoteRevoked, 'posts.forget-revoked', ({ postId, quotedPostId }) => {
    forgetPost(app, postId)
    forgetStats(app, quotedPostId)
  })
  bus.after(policyChanged, 'posts.forget-policy', ({ postId }) => forgetPost(app, postId))
  bus.later(scheduleDue, 'posts.publish-due', (tx, fact) => publishDue(tx, app, fact))
  bus.later(pollEnding, 'posts.end-poll', (tx, fact) => endPoll(tx, app, fact))
  bus.after(postFlagged, 'posts.forget-flagged', ({ accountId, postId }) => forgetFlags(app, accountId, postId))
  bus.after(conversationMuted, 'posts.forget-muted', ({ accountId }) => forgetFlags(app, accountId))
  // What a post for followers, and its author's policies, are to either of the two.
  const related = ({ followerId, followeeId }: { followerId: number; followeeId: number }) => {
    forgetFlags(app, followerId)
    forgetFlags(app, followeeId)
  }
  bus.after(followed, 'posts.forget-followed', related)
  bus.after(unfollowed, 'posts.forget-unfollowed', related)
  bus.after(accountDeleted, 'posts.forget-author', () => forgetEverything(app))
  bus.after(emojisChanged, 'posts.forget-emojis', () => postEntries(app).clear())
  // An account whose media are all sensitive says so in each of its posts.
  bus.after(standingChanged, 'posts.forget-standing', () => forgetEverything(app))
  bus.after(othersWrote, 'posts.forget-all', () => {
    forgetEverything(app)
    forgetGone(app)
  })

  bus.later(accountDeleted, 'posts.delete-left', (tx, { accountId }) => deleteLeft(app, tx, accountId), { slow: true })
  // What was written, boosted and favourited at the other site before it heard of the deletion.
  bus.elsewhere(accountDeleted, 'posts.delete-left-there', (tx, { accountId }) => deleteLeft(app, tx, accountId), {
    slow: true,
  })
  bus.elsewhere(postDeleted, 'posts.end-late-boosts', (tx, fact) => removeLateBoosts(tx, app, fact))
  bus.elsewhere(completed, 'posts.mend', (tx) => mendPosts(tx, app), { slow: true })
  bus.later(authorLeft, 'posts.delete-more', (tx, { accountId }) => deleteLeft(app, tx, accountId), { slow: true })
}

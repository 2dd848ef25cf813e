import { accountDeleted, standingChanged } from '../accounts/index.ts'
import { announcementGone, announcementPublished, announcementReacted } from '../announcements/index.ts'
import type { App } from '../app.ts'
import { conversationChanged } from '../conversations/index.ts'
import { filtersChanged } from '../filters/index.ts'
import { notified, sendersAccepted } from '../notifications/index.ts'
import { tokensRevoked } from '../oauth/index.ts'
import { postDeleted, postEdited, posted, quoteRevoked } from '../posts/index.ts'
import type { Bus } from '../signals/index.ts'
import { muchArrived } from '../sites/index.ts'
import { closing } from './hub.ts'
import { publisherOf } from './publish.ts'

export function listen(bus: Bus, app: App): void {
  bus.after(posted, 'streaming.posted', (fact) => publisherOf(app).posted(fact))
  bus.after(postEdited, 'streaming.edited', ({ postId }) => publisherOf(app).edited(postId))
  bus.after(postDeleted, 'streaming.deleted', (fact) => publisherOf(app).deleted(fact))
  bus.after(notified, 'streaming.notified', (fact) => publisherOf(app).notified(fact.accountId, fact.notificationId))
  bus.after(announcementPublished, 'streaming.announcement', ({ announcementId }) =>
    publisherOf(app).announced('announcement', announcementId),
  )
  bus.after(announcementGone, 'streaming.announcement-gone', ({ announcementId }) =>
    publisherOf(app).announced('announcement.delete', announcementId),
  )
  bus.after(announcementReacted, 'streaming.announcement-reaction', ({ announcementId, name }) =>
    publisherOf(app).announced('announcement.reaction', announcementId, name),
  )
  bus.after(conversationChanged, 'streaming.conversation', ({ accountIds, postId }) =>
    publisherOf(app).conversed(accountIds, postId),
  )
  bus.after(quoteRevoked, 'streaming.quote-revoked', ({ postId }) => publisherOf(app).edited(postId))
  bus.after(filtersChanged, 'streaming.filters', ({ accountId }) => publisherOf(app).say(accountId, 'filters_changed'))
  bus.after(sendersAccepted, 'streaming.merged', ({ accountId }) =>
    publisherOf(app).say(accountId, 'notifications_merged', '1'),
  )
  bus.after(muchArrived, 'streaming.begin-anew', () => {
    const { hub } = publisherOf(app)
    hub.endWhere(() => true, closing.tryAgainLater, 'More happened than is told one by one; load your timeline again')
  })
  bus.after(tokensRevoked, 'streaming.end-revoked', ({ tokenIds }) => {
    const revoked = new Set(tokenIds)
    const { hub } = publisherOf(app)
    hub.endWhere(({ bearer }) => revoked.has(bearer.tokenId), closing.policy, 'The access token was revoked')
  })
  bus.after(standingChanged, 'streaming.end-restricted', ({ accountId, change }) => {
    if (change !== 'suspended' && change !== 'disabled') return
    const { hub } = publisherOf(app)
    hub.endWhere(({ bearer }) => bearer.viewer?.accountId === accountId, closing.policy, 'The account may not sign in')
  })
  bus.after(accountDeleted, 'streaming.end-deleted', ({ accountId }) => {
    const { hub } = publisherOf(app)
    hub.endWhere(({ bearer }) => bearer.viewer?.accountId === accountId, closing.policy, 'The account was deleted')
  })
}

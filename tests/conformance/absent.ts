/**
 * Fields that are there only under a condition. Each must be there somewhere in the walk, so that the condition is
 * shown to hold for somebody; those that can never hold here say so.
 */
export const conditional: Record<string, string> = {
  'Account.limited': 'only when it is so',
  'Account.suspended': 'only when it is so',
  'Account.memorial': 'only when it is so',
  'Account.moved': 'only of accounts that moved elsewhere',
  'Status.bookmarked': 'only for somebody who is signed in',
  'Status.favourited': 'only for somebody who is signed in',
  'Status.reblogged': 'only for somebody who is signed in',
  'Status.muted': 'only for somebody who is signed in',
  'Status.filtered': 'only for somebody who is signed in',
  'Status.pinned': "only of one's own posts that may be pinned",
  'Status.text': 'only in the answer to a deletion',
  'Notification.status': 'only of types that tell of a post',
  'Notification.report': 'only of admin.report',
  'Notification.moderation_warning': 'only of moderation_warning',
  'Notification.event': 'only of severed_relationships',
  'Notification.collection': 'only of collections',
  'Notification.fallback': 'only of types that an app may not know',
  'NotificationGroup.status_id': 'only of types that tell of a post',
  'NotificationGroup.report': 'only of admin.report',
  'NotificationGroup.moderation_warning': 'only of moderation_warning',
  'NotificationGroup.event': 'only of severed_relationships',
  'NotificationGroup.fallback': 'only of types that an app may not know',
  'GroupedNotificationsResults.partial_accounts': 'only when asked for',
  'MetaDetails.bitrate': 'only of video and audio',
  'MetaDetails.duration': 'only of video and audio',
  'MetaDetails.frame_rate': 'only of video',
  'MetaDetails.width': 'not of audio',
  'MetaDetails.height': 'not of audio',
  'MetaDetails.aspect': 'not of audio',
  'MediaAttachment.meta.focus': 'only when one was set',
  'MediaAttachment.meta.small': 'not of audio without a cover',
  'Filter.keywords': 'not in the results that a post carries',
  'Filter.statuses': 'not in the results that a post carries',
  'Poll.voted': 'only for somebody who is signed in',
  'Poll.own_votes': 'only for somebody who is signed in',
  'Tag.following': 'only for somebody who is signed in',
  'Tag.featuring': 'only for somebody who is signed in',
  'CustomEmoji.category': 'only of emojis that are in one',
  'Announcement.read': 'only for somebody who is signed in',
  'Reaction.me': 'only for somebody who is signed in',
  'Reaction.url': 'only of custom emojis',
  'Reaction.static_url': 'only of custom emojis',
  'CollectionItem.account_id': 'only of those who accepted',
  'ScheduledStatus.params.quoted_status_id': 'only of quotes',
}

/** Where Mastodon's servers answer otherwise than its documentation says, and apps rely on the servers. */
export const agreed: Record<string, string> = {
  'WebPushSubscription /id must be string': 'servers answer a number, as the example of the documentation shows',
  'GroupedNotificationsResults /notification_groups[]/type must be equal to one of the allowed values':
    'of groups it leaves out the two types of collections, which it has of notifications',
}

/** What can never be there in this server, and why. */
export const never: Record<string, string> = {
  'Account.moved': 'nobody moves between servers before there is federation',
  'Account.memorial': 'accounts cannot be made a memorial',
  'Account.suspended': 'who is suspended is not there for anybody but staff, whose pages the apps do not ask for',
  'Notification.event': 'no other server is blocked before there is federation',
  'NotificationGroup.event': 'no other server is blocked before there is federation',
}

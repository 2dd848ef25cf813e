/** What Elk and Phanpy read. */
import { list, type Operation, op, person, post, v1, v2 } from './operation.ts'

const readsOfPeople: Operation[] = [
  list(`GET ${v1}/accounts`, 'Account', (s) => `${v1}/accounts?id[]=${s.id('bob')}&id[]=${s.id('ada')}`),
  op(`GET ${v1}/accounts/:id`, 'Account', (s) => person(s, 'ada'), { who: 'bob' }),
  list(`GET ${v1}/accounts/:id/followers`, 'Account', (s) => `${person(s, 'ada')}/followers`),
  list(`GET ${v1}/accounts/:id/following`, 'Account', (s) => `${person(s, 'ada')}/following`),
  list(`GET ${v1}/accounts/:id/lists`, 'List', (s) => `${person(s, 'bob')}/lists`),
  list(`GET ${v1}/accounts/:id/statuses`, 'Status', (s) => `${person(s, 'ada')}/statuses`),
  list(`GET ${v1}/accounts/:id/statuses`, 'Status', (s) => `${person(s, 'ada')}/statuses?pinned=true`, 'bob'),
  list(`GET ${v1}/accounts/:id/featured_tags`, 'FeaturedTag', (s) => `${person(s, 'ada')}/featured_tags`, 'bob'),
  list(`GET ${v1}/accounts/:id/endorsements`, 'Account', (s) => `${person(s, 'ada')}/endorsements`),
  op(`GET ${v1}/accounts/:id/collections`, '{collections: [Collection]}', (s) => `${person(s, 'ada')}/collections`),
  op(
    `GET ${v1}/accounts/:id/in_collections`,
    '{collections: [Collection]}',
    (s) => `${person(s, 'bob')}/in_collections`,
    {
      who: 'bob',
    },
  ),
  list(
    `GET ${v1}/accounts/familiar_followers`,
    'FamiliarFollowers',
    (s) => `${v1}/accounts/familiar_followers?id[]=${s.id('cleo')}`,
  ),
  op(`GET ${v1}/accounts/lookup`, 'Account', () => `${v1}/accounts/lookup?acct=bob`),
  list(
    `GET ${v1}/accounts/relationships`,
    'Relationship',
    (s) => `${v1}/accounts/relationships?id[]=${s.id('cleo')}&id[]=${s.id('hal')}`,
  ),
  list(`GET ${v1}/accounts/search`, 'Account', `${v1}/accounts/search?q=bo`),
  op(`GET ${v1}/accounts/verify_credentials`, 'CredentialAccount', () => `${v1}/accounts/verify_credentials`, {
    who: 'boss',
  }),
  op(`GET ${v1}/accounts/verify_credentials`, 'CredentialAccount', () => `${v1}/accounts/verify_credentials`),
  list(`GET ${v1}/blocks`, 'Account', `${v1}/blocks`),
  list(`GET ${v1}/mutes`, 'MutedAccount', `${v1}/mutes`),
  list(`GET ${v1}/domain_blocks`, 'string', `${v1}/domain_blocks`),
  list(`GET ${v1}/follow_requests`, 'Account', `${v1}/follow_requests`),
  op(`GET ${v1}/preferences`, 'Preferences', () => `${v1}/preferences`),
  op(`GET ${v1}/profile`, 'Profile', () => `${v1}/profile`),
  list(`GET ${v2}/suggestions`, 'Suggestion', `${v2}/suggestions`, 'gil'),
]

const readsOfPosts: Operation[] = [
  list(`GET ${v1}/statuses`, 'Status', (s) => `${v1}/statuses?id[]=${s.made.open.id}&id[]=${s.made.quote.id}`),
  ...['open', 'seen', 'poll', 'quote', 'requote', 'bobs', 'trend dan'].map((name) =>
    op(`GET ${v1}/statuses/:id`, 'Status', (s) => post(s, name)),
  ),
  op(`GET ${v1}/statuses/:id/context`, 'Context', (s) => `${post(s, 'reply')}/context`, {
    check: ({ ancestors, descendants }) => (ancestors.length && descendants.length ? null : 'a side is empty'),
  }),
  list(`GET ${v1}/statuses/:id/favourited_by`, 'Account', (s) => `${post(s, 'open')}/favourited_by`),
  list(`GET ${v1}/statuses/:id/reblogged_by`, 'Account', (s) => `${post(s, 'open')}/reblogged_by`),
  list(`GET ${v1}/statuses/:id/history`, 'StatusEdit', (s) => `${post(s, 'seen')}/history`),
  list(`GET ${v1}/statuses/:id/history`, 'StatusEdit', (s) => `${post(s, 'poll')}/history`),
  op(`GET ${v1}/statuses/:id/source`, 'StatusSource', (s) => `${post(s, 'seen')}/source`),
  list(`GET ${v1}/statuses/:id/quotes`, 'Status', (s) => `${post(s, 'open')}/quotes`),
  list(`GET ${v1}/bookmarks`, 'Status', `${v1}/bookmarks`),
  list(`GET ${v1}/favourites`, 'Status', `${v1}/favourites`),
  op(`GET ${v1}/polls/:id`, 'Poll', (s) => `${v1}/polls/${s.made.poll.poll.id}`),
  list(`GET ${v1}/timelines/home`, 'Status', `${v1}/timelines/home`),
  list(`GET ${v1}/timelines/public`, 'Status', `${v1}/timelines/public`),
  list(`GET ${v1}/timelines/tag/:id`, 'Status', `${v1}/timelines/tag/birds`),
  list(`GET ${v1}/timelines/list/:id`, 'Status', (s) => `${v1}/timelines/list/${s.made.list.id}`),
  list(`GET ${v1}/timelines/link`, 'Status', (s) => `${v1}/timelines/link?url=${encodeURIComponent(s.made.link)}`),
  list(`GET ${v1}/trends/links`, 'TrendsLink', `${v1}/trends/links`),
  list(`GET ${v1}/trends/statuses`, 'Status', `${v1}/trends/statuses`),
  list(`GET ${v1}/trends/tags`, 'Tag', `${v1}/trends/tags`),
  list(`GET ${v1}/scheduled_statuses`, 'ScheduledStatus', `${v1}/scheduled_statuses`),
  op(`GET ${v2}/search`, 'Search', () => `${v2}/search?q=birds`, {
    check: (one) => (one.statuses.length && one.hashtags.length && one.collections.length ? null : 'nothing was found'),
  }),
  op(`GET ${v2}/search`, 'Search', () => `${v2}/search?q=bob&resolve=true`, {
    check: (one) => (one.accounts.length ? null : 'nobody was found'),
  }),
  // The older form, in which hashtags are words.
  op(`GET ${v1}/search`, '{statuses: [Status]}', () => `${v1}/search?q=birds`),
  // Pixelfed's name for the same.
  list(`GET ${v2}/discover/posts/trending`, 'Status', `${v2}/discover/posts/trending`),
]

const readsOfTheRest: Operation[] = [
  list(`GET ${v1}/announcements`, 'Announcement', `${v1}/announcements`),
  list(`GET ${v1}/custom_emojis`, 'CustomEmoji', `${v1}/custom_emojis`),
  op(`GET ${v1}/annual_reports/:id`, '', () => `${v1}/annual_reports/2025`, { status: 404 }),
  op(`GET ${v1}/collections/:id`, 'CollectionWithAccounts', (s) => `${v1}/collections/${s.made.collection?.id}`),
  list(`GET ${v1}/conversations`, 'Conversation', `${v1}/conversations`),
  list(`GET ${v1}/featured_tags`, 'FeaturedTag', `${v1}/featured_tags`),
  list(`GET ${v1}/followed_tags`, 'Tag', `${v1}/followed_tags`),
  op(`GET ${v1}/tags/:id`, 'Tag', () => `${v1}/tags/birds`),
  op(`GET ${v1}/instance`, 'V1Instance', () => `${v1}/instance`),
  op(`GET ${v2}/instance`, 'Instance', () => `${v2}/instance`),
  list(`GET ${v1}/lists`, 'List', `${v1}/lists`),
  op(`GET ${v1}/lists/:id`, 'List', (s) => `${v1}/lists/${s.made.list.id}`),
  list(`GET ${v1}/lists/:id/accounts`, 'Account', (s) => `${v1}/lists/${s.made.list.id}/accounts`),
  op(`GET ${v1}/markers`, '{*: Marker}', () => `${v1}/markers?timeline[]=home&timeline[]=notifications`),
  list(`GET ${v2}/filters`, 'Filter', `${v2}/filters`),
  list(`GET ${v1}/notifications`, 'Notification', `${v1}/notifications?limit=80`),
  // An app that knows nothing new.
  list(`GET ${v1}/notifications`, 'Notification', `${v1}/notifications?limit=80&supported_types[]=mention`),
  list(`GET ${v1}/notifications`, 'Notification', `${v1}/notifications?limit=80`, 'boss'),
  list(`GET ${v1}/notifications`, 'Notification', `${v1}/notifications?limit=80`, 'bob'),
  op(`GET ${v1}/notifications/:id`, 'Notification', async (s) => {
    s.made.notification = (await s.do('ada', 'GET', `${v1}/notifications`))[0]
    return `${v1}/notifications/${s.made.notification.id}`
  }),
  op(
    `GET ${v2}/notifications`,
    'GroupedNotificationsResults',
    () => `${v2}/notifications?expand_accounts=partial_avatars&limit=80&supported_types[]=mention`,
  ),
  op(`GET ${v2}/notifications`, 'GroupedNotificationsResults', () => `${v2}/notifications?limit=80`, { who: 'boss' }),
  list(
    `GET ${v2}/notifications/:id/accounts`,
    'Account',
    (s) => `${v2}/notifications/${s.made.notification.group_key}/accounts`,
  ),
  op(`GET ${v2}/notifications/policy`, 'NotificationPolicy', () => `${v2}/notifications/policy`),
  list(`GET ${v1}/notifications/requests`, 'NotificationRequest', `${v1}/notifications/requests`),
]

export const reads: readonly Operation[] = [...readsOfPeople, ...readsOfPosts, ...readsOfTheRest]

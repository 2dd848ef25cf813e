/** What Elk and Phanpy call, in an order that lets each do its work: first what only reads, then what changes. */
import { form, makePicture } from '../../server/media/testing.ts'
import { Subscriber } from '../../server/push/testing.ts'
import type { Answer, Name, Scene } from './scene.ts'

export interface Operation {
  /** With `:id` for whatever stands in its places. */
  readonly op: string
  readonly who: Name
  /** The address, and what is sent. */
  readonly ask: (s: Scene) => Asked | Promise<Asked>
  /** An entity, `[entity]`, `{field: entity}`, or `{}` where there is nothing to say. */
  readonly gives: string
  /** Not 200. */
  readonly status?: number
  /** Looks at what was answered; @returns what is wrong. */
  readonly check?: (answer: Answer, s: Scene) => string | null
}

type Asked = string | readonly [url: string, body: object | FormData]

const op = (name: string, gives: string, ask: Operation['ask'], more: Partial<Operation> = {}): Operation => ({
  op: name,
  who: 'ada',
  ask,
  gives,
  ...more,
})

const v1 = '/api/v1'
const v2 = '/api/v2'
const some = (answer: Answer): string | null => (answer.length > 0 ? null : 'the list is empty')
const list = (name: string, of: string, url: string | ((s: Scene) => string), who: Name = 'ada') =>
  op(name, `[${of}]`, (s) => (typeof url === 'string' ? url : url(s)), { who, check: some })
const person = (s: Scene, name: Name) => `${v1}/accounts/${s.id(name)}`
const post = (s: Scene, name: string) => `${v1}/statuses/${s.made[name].id}`
/** A verb on somebody: they go from one operation to the next. */
const onPerson = (verb: string, name: Name, body: object = {}) =>
  op(`POST ${v1}/accounts/:id/${verb}`, 'Relationship', (s) => [`${person(s, name)}/${verb}`, body])
const onPost = (verb: string, name: string) =>
  op(`POST ${v1}/statuses/:id/${verb}`, 'Status', (s) => [`${post(s, name)}/${verb}`, {}])

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
    check: (one) => (one.statuses.length && one.hashtags.length ? null : 'nothing was found'),
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
  list(`GET ${v1}/notifications`, 'Notification', `${v1}/notifications?limit=80`, 'boss'),
  list(`GET ${v1}/notifications`, 'Notification', `${v1}/notifications?limit=80`, 'bob'),
  op(`GET ${v1}/notifications/:id`, 'Notification', async (s) => {
    s.made.notification = (await s.do('ada', 'GET', `${v1}/notifications`))[0]
    return `${v1}/notifications/${s.made.notification.id}`
  }),
  op(
    `GET ${v2}/notifications`,
    'GroupedNotificationsResults',
    () => `${v2}/notifications?expand_accounts=partial_avatars&limit=80`,
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

const changesOfPeople: Operation[] = [
  onPerson('follow', 'gil', { reblogs: false, languages: ['en'] }),
  onPerson('mute', 'gil', { duration: 600 }),
  onPerson('unmute', 'gil'),
  onPerson('note', 'gil', { comment: 'Met at a fair' }),
  onPerson('pin', 'gil'),
  onPerson('unpin', 'gil'),
  onPerson('unfollow', 'gil'),
  onPerson('block', 'gil'),
  onPerson('unblock', 'gil'),
  op(`POST ${v1}/follow_requests/:id/authorize`, 'Relationship', (s) => [
    `${v1}/follow_requests/${s.id('dan')}/authorize`,
    {},
  ]),
  op(`POST ${v1}/follow_requests/:id/reject`, 'Relationship', (s) => [
    `${v1}/follow_requests/${s.id('fay')}/reject`,
    {},
  ]),
  onPerson('remove_from_followers', 'dan'),
  op(`POST ${v1}/domain_blocks`, '{}', () => [`${v1}/domain_blocks`, { domain: 'worse.example' }]),
  op(`DELETE ${v1}/domain_blocks`, '{}', () => `${v1}/domain_blocks?domain=worse.example`),
  op(`PATCH ${v1}/accounts/update_credentials`, 'CredentialAccount', () => [
    `${v1}/accounts/update_credentials`,
    { display_name: 'Ada L.', source: { language: 'en', privacy: 'unlisted' } },
  ]),
  op(`PUT ${v1}/profile`, 'Profile', () => [`${v1}/profile`, { note: 'I wrote #poems' }]),
  op(`DELETE ${v1}/profile/avatar`, 'CredentialAccount', () => `${v1}/profile/avatar`),
  op(`DELETE ${v1}/profile/header`, 'CredentialAccount', () => `${v1}/profile/header`),
  op(`POST ${v1}/reports`, 'Report', (s) => [
    `${v1}/reports`,
    {
      account_id: s.id('gil'),
      status_ids: [s.made['trend gil'].id],
      category: 'violation',
      rule_ids: [s.made.rule.id],
      comment: 'x',
    },
  ]),
  op(
    `POST ${v1}/accounts/:id/email_subscriptions`,
    '',
    (s) => [`${person(s, 'bob')}/email_subscriptions`, { email: 'a@b.example' }],
    {
      status: 404,
    },
  ),
]

const changesOfPosts: Operation[] = [
  op(`POST ${v1}/media`, 'MediaAttachment', async () => [
    `${v1}/media`,
    form(await makePicture(), { description: 'One' }),
  ]),
  op(`POST ${v2}/media`, 'MediaAttachment', async () => [
    `${v2}/media`,
    form(await makePicture(), { description: 'Two', focus: '0,0.5' }),
  ]),
  op(`PUT ${v1}/media/:id`, 'MediaAttachment', async (s) => [
    `${v1}/media/${await s.picture('ada', 'Three')}`,
    { description: 'Drei' },
  ]),
  op(`POST ${v1}/statuses`, 'Status', async (s) => [
    `${v1}/statuses`,
    {
      status: '@bob new :wave: #birds',
      media_ids: [await s.picture('ada', 'Four')],
      in_reply_to_id: s.made.bobs.id,
      language: 'en',
    },
  ]),
  op(`POST ${v1}/statuses`, 'ScheduledStatus', (s) => [
    `${v1}/statuses`,
    { status: 'Later', scheduled_at: new Date(s.world.app.now().getTime() + 7200_000).toISOString() },
  ]),
  op(`PUT ${v1}/statuses/:id`, 'Status', (s) => [post(s, 'open'), { status: 'Look again @bob #birds' }]),
  ...['favourite', 'unfavourite', 'reblog', 'unreblog', 'bookmark', 'unbookmark'].map((verb) => onPost(verb, 'quote')),
  ...['mute', 'unmute', 'pin', 'unpin'].map((verb) => onPost(verb, 'open')),
  op(`PUT ${v1}/statuses/:id/interaction_policy`, 'Status', (s) => [
    `${post(s, 'open')}/interaction_policy`,
    { quote_approval_policy: 'followers' },
  ]),
  op(`POST ${v1}/statuses/:id/quotes/:id/revoke`, 'Status', (s) => [
    `${post(s, 'open')}/quotes/${s.made.quote.id}/revoke`,
    {},
  ]),
  op(`POST ${v1}/polls/:id/votes`, 'Poll', async (s) => {
    const open = await s.post('cleo', 'And now?', { poll: { options: ['a', 'b'], expires_in: 600 } })
    return [`${v1}/polls/${open.poll.id}/votes`, { choices: [1] }]
  }),
  op(`PUT ${v1}/scheduled_statuses/:id`, 'ScheduledStatus', (s) => [
    `${v1}/scheduled_statuses/${s.made.scheduled.id}`,
    { scheduled_at: new Date(s.world.app.now().getTime() + 9e6).toISOString() },
  ]),
  op(`DELETE ${v1}/scheduled_statuses/:id`, '{}', (s) => `${v1}/scheduled_statuses/${s.made.scheduled.id}`),
  op(`DELETE ${v1}/statuses/:id`, 'Status', (s) => post(s, 'adaQuotes')),
]

const changesOfTheRest: Operation[] = [
  op(`POST ${v1}/collections`, '{collection: Collection}', () => [
    `${v1}/collections`,
    { name: 'Cats', description: 'Of all kinds', language: 'en' },
  ]),
  op(`PUT ${v1}/collections/:id`, '{collection: Collection}', (s) => [
    `${v1}/collections/${s.made.collection?.id}`,
    { name: 'Birds' },
  ]),
  op(`POST ${v1}/collections/:id/items`, '{collection_item: CollectionItem}', (s) => [
    `${v1}/collections/${s.made.collection?.id}/items`,
    { account_id: s.id('cleo') },
  ]),
  op(
    `POST ${v1}/collections/:id/items/:id/revoke`,
    '{}',
    (s) => [`${v1}/collections/${s.made.collection?.id}/items/${s.made.item?.id}/revoke`, {}],
    { who: 'bob' },
  ),
  op(`DELETE ${v1}/collections/:id/items/:id`, '{}', async (s) => {
    const { collection } = await s.do('ada', 'GET', `${v1}/collections/${s.made.collection?.id}`)
    return `${v1}/collections/${collection.id}/items/${collection.items[0].id}`
  }),
  op(`DELETE ${v1}/collections/:id`, '{}', (s) => `${v1}/collections/${s.made.collection?.id}`),
  op(`POST ${v1}/tags/:id/follow`, 'Tag', () => [`${v1}/tags/comet/follow`, {}]),
  op(`POST ${v1}/tags/:id/unfollow`, 'Tag', () => [`${v1}/tags/comet/unfollow`, {}]),
  op(`POST ${v1}/featured_tags`, 'FeaturedTag', () => [`${v1}/featured_tags`, { name: 'comet' }]),
  op(`DELETE ${v1}/featured_tags/:id`, '{}', (s) => `${v1}/featured_tags/${s.made.featured.id}`),
  op(`POST ${v1}/lists`, 'List', () => [`${v1}/lists`, { title: 'Another', replies_policy: 'none', exclusive: true }]),
  op(`PUT ${v1}/lists/:id`, 'List', (s) => [`${v1}/lists/${s.made.list.id}`, { title: 'Best friends' }]),
  op(`POST ${v1}/lists/:id/accounts`, '{}', (s) => [
    `${v1}/lists/${s.made.list.id}/accounts`,
    { account_ids: [s.id('cleo')] },
  ]),
  op(
    `DELETE ${v1}/lists/:id/accounts`,
    '{}',
    (s) => `${v1}/lists/${s.made.list.id}/accounts?account_ids[]=${s.id('cleo')}`,
  ),
  op(`DELETE ${v1}/lists/:id`, '{}', (s) => `${v1}/lists/${s.made.list.id}`),
  op(`POST ${v1}/markers`, '{*: Marker}', (s) => [`${v1}/markers`, { home: { last_read_id: s.made.quote.id } }]),
  op(`POST ${v2}/filters`, 'Filter', () => [
    `${v2}/filters`,
    { title: 'Rain', context: ['home'], keywords_attributes: [{ keyword: 'rain', whole_word: false }] },
  ]),
  op(`PUT ${v2}/filters/:id`, 'Filter', (s) => [
    `${v2}/filters/${s.made.filter.id}`,
    { title: 'No comets', filter_action: 'hide' },
  ]),
  op(`DELETE ${v2}/filters/:id`, '{}', (s) => `${v2}/filters/${s.made.filter.id}`),
  op(`PUT ${v2}/notifications/policy`, 'NotificationPolicy', () => [
    `${v2}/notifications/policy`,
    { for_new_accounts: 'accept' },
  ]),
  ...['accept', 'dismiss'].map((verb) =>
    op(`POST ${v1}/notifications/requests/:id/${verb}`, '{}', async (s) => {
      const [request] = await s.do('ada', 'GET', `${v1}/notifications/requests`)
      return [`${v1}/notifications/requests/${request?.id}/${verb}`, {}]
    }),
  ),
  op(`POST ${v1}/push/subscription`, 'WebPushSubscription', () => [
    `${v1}/push/subscription`,
    {
      subscription: { endpoint: 'https://push.example/1', keys: new Subscriber().keys, standard: true },
      data: { alerts: { mention: true } },
    },
  ]),
  op(`GET ${v1}/push/subscription`, 'WebPushSubscription', () => `${v1}/push/subscription`),
  op(`PUT ${v1}/push/subscription`, 'WebPushSubscription', () => [
    `${v1}/push/subscription`,
    { data: { alerts: { poll: true } } },
  ]),
  op(`DELETE ${v1}/push/subscription`, '{}', () => `${v1}/push/subscription`),
]

export const operations: readonly Operation[] = [
  ...readsOfPeople,
  ...readsOfPosts,
  ...readsOfTheRest,
  ...changesOfPeople,
  ...changesOfPosts,
  ...changesOfTheRest,
]

/** What Elk and Phanpy change, in an order that lets each do its work. */
import { form, makePicture } from '../../server/media/testing.ts'
import { Subscriber } from '../../server/push/testing.ts'
import { type Operation, onPerson, onPost, op, person, post, v1, v2 } from './operation.ts'

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

export const changes: readonly Operation[] = [...changesOfPeople, ...changesOfPosts, ...changesOfTheRest]

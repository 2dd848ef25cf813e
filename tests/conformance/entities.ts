/**
 * The fields of what apps get, as a list of our own: `name`, `name:Entity` for one or several of these, `name?` for
 * what is there under a condition only (and so must be there somewhere in the walk).
 */
const account =
  'id username acct display_name locked bot group discoverable indexable noindex hide_collections created_at note url ' +
  'uri avatar avatar_static avatar_description header header_static header_description show_media show_media_replies ' +
  'show_featured followers_count following_count statuses_count last_status_at emojis:CustomEmoji fields:Field ' +
  'roles:AccountRole feature_approval:FeatureApproval limited?'
const card =
  'url title description language type author_name author_url authors provider_name provider_url html width height ' +
  'image image_description embed_url blurhash published_at'
const status =
  'id uri url created_at edited_at in_reply_to_id in_reply_to_account_id sensitive spoiler_text visibility language ' +
  'content account:Account media_attachments:MediaAttachment mentions:StatusMention tags:StatusTag emojis:CustomEmoji ' +
  'card:PreviewCard poll:Poll quote_approval:QuoteApproval reply_approval application replies_count reblogs_count ' +
  'favourites_count quotes_count favourited reblogged muted bookmarked pinned? filtered:FilterResult'
const relationship =
  'id following showing_reblogs notifying languages followed_by blocking blocked_by muting muting_notifications ' +
  'muting_expires_at requested requested_by domain_blocking endorsed note'
const notified =
  'report?:Report moderation_warning?:AccountWarning collection?:Collection fallback?:NotificationFallback'
const filter = 'id title context expires_at filter_action'

export const entities: Record<string, string> = {
  Account: account,
  AccountRole: 'id name color',
  AccountWarning: 'id action text status_ids target_account:Account appeal created_at',
  Announcement:
    'id content starts_at ends_at all_day published published_at updated_at read mentions:StatusMention statuses ' +
    'tags:StatusTag emojis:CustomEmoji reactions:Reaction',
  Collection:
    'id uri url name description language local sensitive discoverable tag account_id item_count created_at updated_at ' +
    'items:CollectionItem',
  CollectionItem: 'id account_id? state created_at',
  CollectionWithAccounts: 'collection:Collection accounts:Account',
  Context: 'ancestors:Status descendants:Status',
  Conversation: 'id unread accounts:Account last_status:Status',
  CredentialAccount: `${account.replace(' limited?', '')} source:Source role:Role`,
  CustomEmoji: 'shortcode url static_url visible_in_picker category?',
  FamiliarFollowers: 'id accounts:Account',
  FeatureApproval: 'automatic manual current_user',
  FeaturedTag: 'id name url statuses_count last_status_at',
  Field: 'name value verified_at',
  Filter: `${filter} keywords:FilterKeyword statuses:FilterStatus`,
  FilterInResult: filter,
  FilterKeyword: 'id keyword whole_word',
  FilterResult: 'filter:FilterInResult keyword_matches status_matches',
  FilterStatus: 'id status_id',
  GroupedNotificationsResults:
    'accounts:Account partial_accounts? statuses:Status notification_groups:NotificationGroup',
  Instance:
    'domain title version source_url description usage thumbnail icon languages configuration registrations ' +
    'api_versions contact rules:Rule wrapstodon',
  List: 'id title replies_policy exclusive',
  Marker: 'last_read_id version updated_at',
  MediaAttachment: 'id type url preview_url remote_url meta description blurhash',
  MutedAccount: `${account.replace(' limited?', '')} mute_expires_at`,
  Notification: `id type created_at group_key account:Account status?:Status ${notified}`,
  NotificationFallback: 'title details summary',
  NotificationGroup:
    'group_key notifications_count type most_recent_notification_id page_min_id page_max_id ' +
    `latest_page_notification_at sample_account_ids status_id? ${notified}`,
  NotificationPolicy:
    'for_not_following for_not_followers for_new_accounts for_private_mentions for_limited_accounts summary',
  NotificationRequest: 'id created_at updated_at notifications_count account:Account last_status:Status',
  Poll: 'id expires_at expired multiple votes_count voters_count options:PollOption emojis:CustomEmoji voted own_votes',
  PollOption: 'title votes_count',
  Preferences:
    'posting:default:visibility posting:default:sensitive posting:default:language posting:default:quote_policy ' +
    'reading:expand:media reading:expand:spoilers reading:autoplay:gifs',
  PreviewCard: card,
  Profile:
    'id display_name note fields:Field avatar avatar_static avatar_description header header_static ' +
    'header_description locked bot hide_collections discoverable indexable show_media show_media_replies ' +
    'show_featured attribution_domains',
  Quote: 'state quoted_status:QuotedStatus',
  QuoteApproval: 'automatic manual current_user',
  QuotedStatus: `${status} quote:ShallowQuote reblog`,
  Reaction: 'name count me url? static_url?',
  Relationship: relationship,
  Report:
    'id action_taken action_taken_at category comment forwarded created_at status_ids rule_ids target_account:Account',
  Role: 'id name color permissions highlighted',
  Rule: 'id text hint translations',
  ScheduledStatus: 'id scheduled_at params:ScheduledParams media_attachments:MediaAttachment',
  ScheduledParams:
    'text poll media_ids sensitive spoiler_text visibility in_reply_to_id language quoted_status_id ' +
    'quote_approval_policy scheduled_at idempotency application_id with_rate_limit',
  Search: 'accounts:Account statuses:Status hashtags:Tag collections:Collection',
  ShallowQuote: 'state quoted_status_id',
  Source:
    'privacy sensitive language note fields:Field follow_requests_count discoverable indexable hide_collections ' +
    'attribution_domains quote_policy',
  Status: `${status} quote:Quote reblog:Status text?`,
  StatusEdit:
    'content spoiler_text sensitive created_at account:Account media_attachments:MediaAttachment emojis:CustomEmoji ' +
    'poll quote',
  StatusMention: 'id username acct url',
  StatusSource: 'id text spoiler_text',
  StatusTag: 'name url',
  Suggestion: 'source sources account:Account',
  Tag: 'id name url history:TagHistory following featuring',
  TagHistory: 'day uses accounts',
  TrendsLink: `${card} history:TagHistory`,
  V1Instance:
    'uri title short_description description email version urls stats thumbnail languages registrations ' +
    'approval_required invites_enabled configuration contact_account:Account rules:Rule',
  WebPushSubscription: 'id endpoint standard alerts server_key policy',
}

interface Field {
  readonly name: string
  readonly isConditional: boolean
  readonly entity: string | undefined
}

const fieldsOf = (entity: string): Field[] =>
  (entities[entity] ?? '').split(' ').map((word) => {
    // Preferences have colons in their names; entities begin with a capital letter.
    const [, name = '', mark, of] = /^(.+?)(\?)?(?::([A-Z]\w+))?$/.exec(word) ?? []
    return { name, isConditional: mark === '?', entity: of }
  })

/** Fields under a condition that no answer has had yet, as `Entity.field`. */
export const unseen = new Set(
  Object.keys(entities).flatMap((entity) =>
    fieldsOf(entity).flatMap(({ name, isConditional }) => (isConditional ? [`${entity}.${name}`] : [])),
  ),
)

/** @returns the fields of this entity that a value has not, itself or in what it holds. */
export function missing(gives: string, value: unknown): string[] {
  if (value === null || value === undefined) return []
  const listed = /^\[(.+)\]$/.exec(gives)?.[1]
  if (Array.isArray(value)) return value.flatMap((one) => missing(listed ?? gives, one))
  if (listed) return [`no list of ${listed}`]
  const [, key, inner] = /^\{([\w*]+): \[?(\w+)\]?\}$/.exec(gives) ?? []
  const record = value as Record<string, unknown>
  if (key === '*') return Object.values(record).flatMap((one) => missing(inner!, one))
  if (key) return Object.hasOwn(record, key) ? missing(inner!, record[key]) : [`no ${key}`]
  if (!(gives in entities)) return []
  return fieldsOf(gives).flatMap(({ name, isConditional, entity }) => {
    if (!Object.hasOwn(record, name)) return isConditional ? [] : [`${gives}.${name}`]
    unseen.delete(`${gives}.${name}`)
    return entity ? missing(entity, record[name]) : []
  })
}

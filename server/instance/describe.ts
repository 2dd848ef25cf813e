import { type Account, accountsJson } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Config } from '../config/index.ts'
import { tweeterVersion } from '../http/index.ts'
import { escapeHtml } from '../kit/index.ts'
import { IMAGE_LIMITS, MOST_DESCRIPTION, MOST_PER_POST, SUPPORTED_MIME_TYPES, VIDEO_LIMITS } from '../media/index.ts'
import { currentRules } from '../moderation/index.ts'
import { POLL_LIMITS } from '../posts/index.ts'
import { vapidPublicKey } from '../push/index.ts'
import { ICON_SIZES, PREVIEW_WIDTHS } from './pictures.ts'
import type { Instance, V1Instance } from './schema.ts'
import { networkStats } from './stats.ts'

/** Apps read the first three numbers and turn their features on by them. */
export const MASTODON_VERSION = '4.7.0'
export const shownVersion = `${MASTODON_VERSION} (compatible; Tweeter ${tweeterVersion})`

/**
 * Apps take this number for what is there, endpoint by endpoint: from 2 on (Mastodon 4.3) they read notifications from
 * `/api/v2/notifications` only, from 6 on they endorse, from 7 on they quote, from 10 on they offer collections. One that
 * is told too much fails, one that is told too little falls back; so raise it together with what it stands for (a test
 * holds it to these).
 */
export const API_VERSION = 10

/** GET /api/v1/instance */
export async function describeV1(app: App): Promise<V1Instance> {
  const { config } = app
  const { people, posts } = await networkStats(app)
  return {
    uri: config.domain,
    title: config.name,
    short_description: config.description,
    description: escapeHtml(config.description),
    email: config.contactEmail,
    version: shownVersion,
    urls: { streaming_api: streamingUrl(config) },
    stats: { user_count: people, status_count: posts, domain_count: 0 },
    thumbnail: previewUrl(config),
    languages: ['en'],
    registrations: isOpen(config),
    approval_required: config.registration === 'approval',
    invites_enabled: config.registration === 'invite',
    configuration: limits(config),
    contact_account: await owner(app),
    rules: await currentRules(app),
  }
}

/** GET /api/v2/instance */
export async function describeV2(app: App): Promise<Instance> {
  const { config } = app
  const { active_month } = await networkStats(app)
  return {
    domain: config.domain,
    title: config.name,
    version: shownVersion,
    // The source has no public address yet; an invented one would be worse than none.
    source_url: '',
    description: config.description,
    usage: { users: { active_month } },
    thumbnail: {
      url: previewUrl(config),
      blurhash: null,
      description: 'A speech bubble that is also a small loudspeaker, amid sound waves',
      versions: { '@1x': previewUrl(config), '@2x': previewUrl(config, PREVIEW_WIDTHS[1]) },
    },
    icon: ICON_SIZES.map((size) => ({ src: `${config.url}/assets/icon-${size}.png`, size: `${size}x${size}` })),
    languages: ['en'],
    configuration: {
      urls: urls(config),
      vapid: { public_key: await vapidPublicKey(app) },
      ...limits(config),
      ...abilities,
    },
    registrations: registrations(config),
    api_versions: { mastodon: API_VERSION },
    contact: { email: config.contactEmail, account: await owner(app) },
    rules: await currentRules(app),
    wrapstodon: null,
  }
}

export const previewUrl = (config: Config, width = PREVIEW_WIDTHS[0]): string =>
  `${config.url}/assets/preview-${width}.png`

/** Whether a stranger may sign up; with an invite only, they may not. */
export const isOpen = ({ registration }: Config): boolean => registration === 'open' || registration === 'approval'

const streamingUrl = ({ url }: Config): string => url.replace(/^http/, 'ws')

async function owner(app: App): Promise<Account | null> {
  const { owner_id } = await networkStats(app)
  return owner_id === null ? null : ((await accountsJson(app, [owner_id]))[0] ?? null)
}

const urls = (config: Config): Instance['configuration']['urls'] => ({
  streaming: streamingUrl(config),
  status: null,
  about: `${config.url}/`,
  privacy_policy: null,
  terms_of_service: null,
})

/** There is nothing from elsewhere yet, so feeds of remote posts are not to be had. */
const abilities = {
  translation: { enabled: false },
  timelines_access: {
    live_feeds: { local: 'public', remote: 'disabled' },
    hashtag_feeds: { local: 'public', remote: 'disabled' },
    trending_link_feeds: { local: 'public', remote: 'disabled' },
  },
  limited_federation: false,
} as const

/**
 * What this server takes. Limits that their modules keep to themselves are held together with these by a test.
 */
const limits = (config: Config): V1Instance['configuration'] => ({
  accounts: {
    max_display_name_length: 30,
    max_note_length: 500,
    max_avatar_description_length: 1500,
    max_header_description_length: 1500,
    max_featured_tags: 0,
    max_pinned_statuses: 5,
    max_profile_fields: 4,
    profile_field_name_limit: 255,
    profile_field_value_limit: 255,
  },
  statuses: {
    max_characters: config.postCharacters,
    max_media_attachments: MOST_PER_POST,
    characters_reserved_per_url: 23,
  },
  media_attachments: {
    supported_mime_types: [...SUPPORTED_MIME_TYPES],
    image_size_limit: IMAGE_LIMITS.bytes,
    image_matrix_limit: IMAGE_LIMITS.pixels,
    video_size_limit: VIDEO_LIMITS.bytes,
    video_frame_rate_limit: VIDEO_LIMITS.framesPerSecond,
    video_matrix_limit: VIDEO_LIMITS.pixels,
    description_limit: MOST_DESCRIPTION,
  },
  polls: {
    max_options: POLL_LIMITS.options,
    max_characters_per_option: POLL_LIMITS.characters,
    min_expiration: POLL_LIMITS.leastSeconds,
    max_expiration: POLL_LIMITS.mostSeconds,
  },
})

function registrations(config: Config): Instance['registrations'] {
  const messages = {
    open: null,
    approval: null,
    invite: '<p>One joins by invitation here: ask somebody who is on this network.</p>',
    closed: '<p>New accounts are not being taken at the moment.</p>',
  }
  return {
    enabled: isOpen(config),
    approval_required: config.registration === 'approval',
    reason_required: config.registration === 'approval',
    message: messages[config.registration],
    min_age: null,
    url: null,
  }
}

/** What only the person sees of their own account. */
import type { App } from '../app.ts'
import { notFound } from '../kit/index.ts'
import { pictureUrl } from '../media/index.ts'
import { roleJson } from './moderation/index.ts'
import { type ProfileRow, profileRow, type UserRow, userRow } from './queries.ts'
import type { CredentialAccount, Preferences, Profile } from './schema.ts'
import { followRequestsOf } from './signals.ts'
import { accountEntries } from './views.ts'

/** What a post gets where its author says nothing. */
export interface PostingDefaults {
  readonly visibility: UserRow['default_visibility']
  readonly sensitive: boolean
  /** ISO 639-1, or null: not known. */
  readonly language: string | null
  readonly quotePolicy: UserRow['default_quote_policy']
}

/** @throws Problem 404 when there is no such account. */
export async function postingDefaults(app: App, accountId: number): Promise<PostingDefaults> {
  const user = await requireUserRow(app, accountId)
  return {
    visibility: user.default_visibility,
    sensitive: user.default_sensitive,
    language: user.default_language,
    quotePolicy: user.default_quote_policy,
  }
}

/** Mastodon's CredentialAccount. @throws Problem 404. */
export async function credentialsJson(app: App, accountId: number): Promise<CredentialAccount> {
  const [found, defaults, profiles, requests] = await Promise.all([
    accountEntries(app, [accountId]),
    postingDefaults(app, accountId),
    profileRow(app.db.read, accountId),
    app.bus.ask(followRequestsOf, { accountId }),
  ])
  const { row, json } = found.get(accountId) ?? missing()
  const profile = profiles[0] ?? missing()
  const { discoverable, indexable, hide_collections } = row
  return {
    ...json,
    source: {
      privacy: defaults.visibility,
      sensitive: defaults.sensitive,
      language: defaults.language,
      quote_policy: defaults.quotePolicy,
      note: row.note,
      fields: row.fields.map(plainField),
      follow_requests_count: requests ?? 0,
      discoverable,
      indexable,
      hide_collections,
      attribution_domains: profile.attribution_domains,
    },
    role: roleJson(row.role),
  }
}

/** Mastodon's Profile. @throws Problem 404. */
export async function profileJson(app: App, accountId: number): Promise<Profile> {
  const [found, profiles] = await Promise.all([accountEntries(app, [accountId]), profileRow(app.db.read, accountId)])
  const { row } = found.get(accountId) ?? missing()
  const { avatar, avatar_static, header, header_static, ...rest }: ProfileRow = profiles[0] ?? missing()
  const address = (name: string | null) => (name === null ? null : pictureUrl(app, name))
  const { display_name, note, locked, bot, hide_collections, discoverable, indexable } = row
  return {
    id: String(accountId),
    display_name,
    note,
    fields: row.fields.map(plainField),
    avatar: address(avatar),
    avatar_static: address(avatar_static ?? avatar),
    header: address(header),
    header_static: address(header_static ?? header),
    locked,
    bot,
    hide_collections,
    discoverable,
    indexable,
    ...rest,
  }
}

/** Mastodon's Preferences; those about reading are kept by each app here, so they are what Mastodon starts with. */
export async function preferencesJson(app: App, accountId: number): Promise<Preferences> {
  const defaults = await postingDefaults(app, accountId)
  return {
    'posting:default:visibility': defaults.visibility,
    'posting:default:sensitive': defaults.sensitive,
    'posting:default:language': defaults.language,
    'posting:default:quote_policy': defaults.quotePolicy,
    'reading:expand:media': 'default',
    'reading:expand:spoilers': false,
    'reading:autoplay:gifs': false,
  }
}

const plainField = (field: { name: string; value: string; verified_at?: string | null }) => ({
  name: field.name,
  value: field.value,
  verified_at: field.verified_at ?? null,
})

async function requireUserRow(app: App, accountId: number): Promise<UserRow> {
  return (await userRow(app.db.read, accountId))[0] ?? missing()
}

function missing(): never {
  throw notFound()
}

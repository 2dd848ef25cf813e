import type { App } from '../app.ts'
import { type EmojiSet, emojisFor } from '../emojis/index.ts'
import { Cache, escapeHtml, notFound, perApp } from '../kit/index.ts'
import { defaultPictureUrl, pictureUrl } from '../media/index.ts'
import type { Read } from '../storage/index.ts'
import { type AccountRow, accountRows, idByUsername, idsByUsernames } from './queries.ts'
import type { Account } from './schema.ts'

/** An account as it is kept in memory: its row, and its JSON rendered once. */
export interface AccountEntry {
  readonly row: AccountRow
  readonly json: Account
  /** `,"account":` and `json`, as bytes to be copied into a post as they are. */
  readonly field: Buffer
}

const MOST_KEPT = 50_000

const entries = perApp(
  (app: App) =>
    new Cache<number, AccountEntry>(MOST_KEPT, async (ids) => {
      const [rows, emojis] = await Promise.all([accountRows(app.db.read, ids), emojisFor(app)])
      return new Map(rows.map((row) => [row.id, entry(app, row, emojis)]))
    }),
)

function entry(app: App, row: AccountRow, emojis: EmojiSet): AccountEntry {
  const json = present(app, row, emojis)
  return { row, json, field: Buffer.from(`,"account":${JSON.stringify(json)}`) }
}

/** Accounts by id, from memory where they are there; deleted ones included (see `row.deleted_at`). */
export const accountEntries = (app: App, ids: Iterable<number>): Promise<Map<number, AccountEntry>> =>
  entries(app).getMany(ids)

/** Only what is in memory: for the hot path, which loads what is missing in one go. */
export const accountCache = (app: App): Cache<number, AccountEntry> => entries(app)

/** Call it after a commit that changed what is shown of these accounts, their counters included. */
export function forgetAccounts(app: App, ids: Iterable<number>): void {
  for (const id of ids) entries(app).invalidate(id)
}

/** The JSON of accounts in the given order; those that are gone or suspended are left out. */
export async function accountsJson(app: App, ids: readonly number[]): Promise<Account[]> {
  const found = await accountEntries(app, ids)
  return ids.flatMap((id) => {
    const one = found.get(id)
    return one && isVisible(one.row) ? [one.json] : []
  })
}

/** Whether others may see it: not before its person may use it, nor after it was suspended or deleted. */
export const isVisible = (row: AccountRow): boolean =>
  row.deleted_at === null && row.suspended_at === null && !row.pending

/** @throws Problem 404 when there is no such account, or it is gone. */
export async function requireAccount(app: App, id: number | string): Promise<AccountEntry> {
  const found = (await accountEntries(app, [Number(id)])).get(Number(id))
  if (!found || !isVisible(found.row)) throw notFound()
  return found
}

/** `alice`, `@alice` or `alice@this.host` -> id, or null. */
export async function accountIdByAcct(app: App, acct: string): Promise<number | null> {
  const [username = '', host] = acct.replace(/^@/, '').split('@')
  if (host !== undefined && host.toLowerCase() !== app.config.domain) return null
  return (await idByUsername(app.db.read, username.toLowerCase()))[0]?.account_id ?? null
}

/** Many at once: lower-case username -> id; only accounts that are there. */
export async function accountIdsByUsername(read: Read, usernames: string[]): Promise<Map<string, number>> {
  if (usernames.length === 0) return new Map()
  const rows = await idsByUsernames(
    read,
    usernames.map((name) => name.toLowerCase()),
  )
  return new Map(rows.map((row) => [row.key, row.account_id]))
}

/** The page of a person. */
export const profileUrl = (app: App, username: string): string => `${app.config.url}/@${username}`

const roleNames = { owner: 'Owner', admin: 'Admin', moderator: 'Moderator', user: '' } as const

function present(app: App, row: AccountRow, emojis: EmojiSet): Account {
  const picture = (name: string | null, kind: 'avatars' | 'headers') =>
    name === null ? defaultPictureUrl(app, kind, row.id) : pictureUrl(app, name)
  const staff = roleNames[row.role]
  return {
    id: String(row.id),
    username: row.username,
    acct: row.username,
    display_name: row.display_name,
    locked: row.locked,
    bot: row.bot,
    group: false,
    discoverable: row.discoverable,
    indexable: row.indexable,
    noindex: !row.indexable,
    hide_collections: row.hide_collections,
    created_at: row.created_at.toISOString(),
    note: renderBio(row.note),
    url: profileUrl(app, row.username),
    uri: `${app.config.url}/users/${row.username}`,
    avatar: picture(row.avatar, 'avatars'),
    avatar_static: picture(row.avatar_static ?? row.avatar, 'avatars'),
    header: picture(row.header, 'headers'),
    header_static: picture(row.header_static ?? row.header, 'headers'),
    avatar_description: row.avatar_description,
    header_description: row.header_description,
    show_media: row.show_media,
    show_media_replies: row.show_media_replies,
    show_featured: row.show_featured,
    followers_count: row.followers,
    following_count: row.following,
    statuses_count: row.posts,
    last_status_at: row.last_posted_at?.toISOString().slice(0, 10) ?? null,
    emojis: emojis.in(row.display_name, row.note, ...row.fields.flatMap(({ name, value }) => [name, value])),
    fields: row.fields.map((field) => ({
      name: field.name,
      value: renderInline(field.value),
      verified_at: field.verified_at ?? null,
    })),
    feature_approval: row.discoverable ? featurable : notFeaturable,
    ...(row.silenced ? { limited: true } : {}),
    ...(row.suspended_at === null ? {} : { suspended: true }),
    roles: staff ? [{ id: row.role, name: staff, color: '' }] : [],
  }
}

/** The same for everybody who is signed in, so that an account is rendered once; blocks are looked at when it is tried. */
const featurable = {
  automatic: ['public'],
  manual: [],
  current_user: 'automatic',
} satisfies Account['feature_approval']
const notFeaturable = { automatic: [], manual: [], current_user: 'denied' } satisfies Account['feature_approval']

const link = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g

/** Text with its addresses made links; safe whatever it is. */
function renderInline(text: string): string {
  let shown = ''
  let end = 0
  for (const match of text.matchAll(link)) {
    const url = escapeHtml(match[0])
    shown += `${escapeHtml(text.slice(end, match.index))}<a href="${url}" target="_blank" rel="nofollow noopener me" translate="no">${url}</a>`
    end = match.index + match[0].length
  }
  return shown + escapeHtml(text.slice(end))
}

function renderBio(text: string): string {
  if (text.trim() === '') return ''
  const paragraphs = text.trim().split(/\n{2,}/)
  return paragraphs.map((part) => `<p>${renderInline(part).replaceAll('\n', '<br />')}</p>`).join('')
}

import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { normalizeTag, scan } from '../posts/index.ts'
import { tagRows } from './queries.ts'
import type { Tag } from './schema.ts'

const DAY_SECONDS = 24 * 60 * 60

/** The day (UTC) of a moment, as in `2026-11-22`. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10)

/** The name of a hashtag, with or without its sign, normalised; null when it could not be one in a post. */
export function tagKey(name: string): string | null {
  const bare = name.replace(/^[#＃]/, '')
  const [found] = scan(`#${bare}`)
  return found?.type === 'hashtag' && found.start === 0 && found.end === bare.length + 1 ? found.key : null
}

/**
 * Tags as this viewer sees them, in the order of the names; names that come to the same one are one, and what cannot be
 * a tag is left out. One statement.
 */
export async function tagsJson(app: App, viewer: Viewer | null, names: readonly string[]): Promise<Tag[]> {
  const keys = [...new Set(names.map(normalizeTag))].filter((key) => key !== '')
  if (keys.length === 0) return []
  const today = dayOf(app.now())
  const todaySeconds = Date.parse(today) / 1000
  const rows = await tagRows(app.db.read, viewer?.accountId ?? 0, keys, today)
  return rows.map(({ id, tag, following, featuring, history }) => ({
    id: String(id),
    name: tag,
    url: `${app.config.url}/tags/${encodeURIComponent(tag)}`,
    history: history.map(({ uses, accounts }, back) => ({
      day: String(todaySeconds - back * DAY_SECONDS),
      uses: String(uses),
      accounts: String(accounts),
    })),
    ...(viewer ? { following, featuring } : {}),
  }))
}

/** A tag by its name, used or not. @throws Problem 404 when it cannot be one. */
export async function showTag(app: App, viewer: Viewer | null, name: string): Promise<Tag> {
  return (await tagsJson(app, viewer, [requireKey(name)]))[0]!
}

/** @throws Problem 404 when no hashtag can have this name. */
export function requireKey(name: string): string {
  const key = tagKey(name)
  if (key === null) throw notFound('No hashtag can have this name.')
  return key
}

import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { tweeterVersion, type Viewer } from '../../http/index.ts'
import { unprocessable } from '../../kit/index.ts'
import { normalizeTag } from '../../posts/index.ts'
import {
  databaseFacts,
  type KeyedRow,
  localesOfActive,
  postsInSpan,
  type Span,
  signUpSources,
  tagLanguages,
  tagUses,
} from './queries.ts'
import type { Dimension, DimensionKey, DimensionsWanted } from './schema.ts'
import { DAY_MS, spanOf } from './span.ts'

type Data = Dimension['data']

const MONTH_MS = 29 * DAY_MS

/** Mastodon's dimensions, from the tables themselves. @throws Problem 403; 422 for a span or a tag that is none. */
export async function dimensions(app: App, viewer: Viewer, wanted: DimensionsWanted): Promise<Dimension[]> {
  await requirePermission(app, viewer, 'view_dashboard')
  const now = app.now().getTime()
  const end = wanted.end_at ?? new Date(now).toISOString()
  const span = spanOf(wanted.start_at ?? monthBefore(end), end)
  const one = async (key: DimensionKey) => ({ key, data: await dataOf(app, key, wanted, span) })
  return await Promise.all(wanted.keys.map(one))
}

/** What is no date stays none, which `spanOf` refuses. */
function monthBefore(end: string): string {
  const ms = Date.parse(end) - MONTH_MS
  return Number.isNaN(ms) ? end : new Date(ms).toISOString()
}

async function dataOf(app: App, key: DimensionKey, wanted: DimensionsWanted, span: Span): Promise<Data> {
  const { read } = app.db
  const { limit } = wanted
  switch (key) {
    case 'languages':
      return keyed(await localesOfActive(read, span, limit), languageName)
    case 'sources':
      return keyed(await signUpSources(read, span, limit), (id, row) => row.name ?? (id === '' ? 'Website' : id), 'web')
    case 'servers':
      return ownServer(app, (await postsInSpan(read, span))[0]!.value)
    case 'tag_servers': {
      const days = await tagUses(read, span, tagOf(key, wanted), 'posts')
      return ownServer(
        app,
        days.reduce((sum, row) => sum + row.value, 0),
      )
    }
    case 'tag_languages':
      return keyed(await tagLanguages(read, span, tagOf(key, wanted), limit), languageName, 'und')
    case 'space_usage':
      return await spaceUsage(app)
    case 'software_versions':
      return await versions(app)
    // Of other networks there is nothing here before there is federation.
    case 'instance_accounts':
    case 'instance_languages':
      return []
  }
}

function tagOf(key: 'tag_servers' | 'tag_languages', wanted: DimensionsWanted): string {
  const { id } = wanted[key] ?? {}
  if (!id) throw unprocessable(`${key} needs ${key}[id]: the number or the name of a tag.`)
  return normalizeTag(id)
}

function keyed(rows: readonly KeyedRow[], nameOf: (key: string, row: KeyedRow) => string, unknown = ''): Data {
  return rows.map((row) => ({
    key: row.key ?? unknown,
    human_key: nameOf(row.key ?? '', row),
    value: String(row.value),
  }))
}

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

function languageName(code: string): string {
  try {
    return code === '' ? 'Unknown' : (names.of(code) ?? code)
  } catch {
    // Not a language tag at all; people may have imported anything.
    return code
  }
}

const ownServer = (app: App, posts: number): Data =>
  posts === 0 ? [] : [{ key: app.config.domain, human_key: app.config.domain, value: String(posts) }]

async function spaceUsage(app: App): Promise<Data> {
  const [facts] = await databaseFacts(app.db.read)
  const megabytes = `${(facts!.bytes / 1_000_000).toFixed(1)} MB`
  return [
    {
      key: 'postgresql',
      human_key: 'PostgreSQL',
      value: String(facts!.bytes),
      unit: 'bytes',
      human_value: megabytes,
    },
  ]
}

async function versions(app: App): Promise<Data> {
  const [facts] = await databaseFacts(app.db.read)
  const one = (key: string, human_key: string, value: string) => ({ key, human_key, value, human_value: value })
  return [
    one('tweeter', 'Tweeter', tweeterVersion),
    one('node', 'Node.js', process.versions.node),
    one('postgresql', 'PostgreSQL', facts!.version),
  ]
}

import { accountsJson } from '../accounts/index.ts'
import type { Call, Viewer } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { renderPosts } from '../posts/index.ts'
import { tagsJson } from '../tags/index.ts'
import { type Entry, entriesPage } from './queries.ts'
import type { HistoryEntry, HistoryKind, HistoryQuery } from './schema.ts'

const ALL: readonly HistoryKind[] = ['seen', 'opened', 'profile', 'tag']
type HistoryCall = Call<Viewer, unknown, HistoryQuery, unknown>

/** Later than everything. */
const END = '9999999999999-tag-\u{10ffff}'

/**
 * A page of one's own history, newest first; what one may not see any more, or does not want to, is left out. A fixed
 * number of statements.
 */
export async function showHistory(call: HistoryCall): Promise<HistoryEntry[]> {
  const { app, viewer, query } = call
  const kinds = query.kinds.length > 0 ? query.kinds : ALL
  const rows = await entriesPage(app.db.read, viewer.accountId, kinds, entryOf(query.max_id ?? END), query.limit)
  linkNext(call, rows)
  const keysOf = (...some: HistoryKind[]) => [
    ...new Set(rows.filter((row) => some.includes(row.kind)).map((row) => row.key)),
  ]
  const [posts, accounts, tags] = await Promise.all([
    renderPosts(app, viewer, keysOf('seen', 'opened').map(Number)),
    accountsJson(app, keysOf('profile').map(Number)),
    tagsJson(app, viewer, keysOf('tag')),
  ])
  const statusOf = new Map(posts.map((post) => [post.id, post]))
  const accountOf = new Map(accounts.map((account) => [account.id, account]))
  const tagOf = new Map(tags.map((tag) => [tag.name, tag]))
  return rows.flatMap((row): HistoryEntry[] => {
    const isPost = row.kind === 'seen' || row.kind === 'opened'
    const status = isPost ? (statusOf.get(row.key) ?? null) : null
    const account = row.kind === 'profile' ? (accountOf.get(row.key) ?? null) : null
    const tag = row.kind === 'tag' ? (tagOf.get(row.key) ?? null) : null
    if (!status && !account && !tag) return []
    return [{ id: idOf(row), kind: row.kind, at: new Date(row.at_ms).toISOString(), status, account, tag }]
  })
}

const idOf = ({ at_ms: atMs, kind, key }: Entry): string => `${String(atMs).padStart(13, '0')}-${kind}-${key}`

/** @throws Problem 404 when it is none. */
export function entryOf(id: string): Entry {
  const parts = /^(\d{13})-(seen|opened|profile|tag)-(.+)$/u.exec(id)
  if (!parts) throw notFound('There is no such entry in your history.')
  return { at_ms: Number(parts[1]), kind: parts[2] as HistoryKind, key: parts[3]! }
}

/** Also when entries of the page are not shown; only downwards, since what is new comes to the top. */
function linkNext({ app, query, request, reply }: HistoryCall, rows: readonly Entry[]): void {
  if (rows.length < query.limit) return
  const [path, asked] = request.url.split('?')
  const parameters = new URLSearchParams(asked)
  parameters.delete('access_token')
  parameters.set('max_id', idOf(rows.at(-1)!))
  reply.header('link', `<${app.config.url}${path}?${parameters}>; rel="next"`)
}

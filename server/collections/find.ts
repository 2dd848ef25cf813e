import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { normalizeTag } from '../posts/index.ts'
import { hiddenFor } from '../relations/index.ts'
import { collectionsByText } from './queries.ts'
import type { Collection } from './schema.ts'
import { presentCollections } from './views.ts'

const LONGEST = 100

/**
 * Collections that want to be discovered, whose name, description or hashtag has this text; a text that begins with #
 * is looked for in hashtags only. Nothing comes from owners where there is a block between them and the viewer.
 */
export async function searchCollections(
  app: App,
  viewer: Viewer | null,
  query: { q: string; limit: number; offset: number },
): Promise<Collection[]> {
  const q = query.q.trim()
  const isTag = /^[#＃]/.test(q)
  const text = isTag ? q.slice(1) : q
  if (text === '' || text.length > LONGEST) return []
  const hidden = viewer ? await hiddenFor(app, viewer.accountId) : null
  const rows = await collectionsByText(app.db.read, {
    text: isTag ? null : text,
    tag: /\s/.test(text) ? '' : normalizeTag(text),
    viewerId: viewer?.accountId ?? null,
    without: hidden ? [...hidden.blocking, ...hidden.blockedBy] : [],
    limit: query.limit,
    offset: query.offset,
  })
  return await presentCollections(app, viewer?.accountId ?? null, rows)
}

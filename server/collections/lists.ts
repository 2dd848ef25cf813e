import { requireAccount } from '../accounts/index.ts'
import type { Call, Viewer } from '../http/index.ts'
import { forbidden } from '../kit/index.ts'
import { type CollectionRow, collectionsOf, collectionsWith } from './queries.ts'
import type { Collections, OffsetQuery } from './schema.ts'
import { presentCollections } from './views.ts'

type ListCall<V> = Call<V, unknown, OffsetQuery, unknown>

/** The collections of an account: its own person sees all of them, others those that are to be discovered. */
export async function showCollections(call: ListCall<Viewer | null>, id: string): Promise<Collections> {
  const { app, viewer } = call
  const { row: owner } = await requireAccount(app, id)
  return await onePage(call, (limit, offset) =>
    collectionsOf(app.db.read, owner.id, viewer?.accountId === owner.id, limit, offset),
  )
}

/** The collections that one is in oneself, also those that are not to be discovered. @throws Problem 403 for others. */
export async function showFeaturing(call: ListCall<Viewer>, id: string): Promise<Collections> {
  const { app, viewer } = call
  const { row } = await requireAccount(app, id)
  if (row.id !== viewer.accountId) throw forbidden()
  return await onePage(call, (limit, offset) => collectionsWith(app.db.read, row.id, limit, offset))
}

/** Reads one row more than is shown, to know whether the list goes on. */
async function onePage(
  call: ListCall<Viewer | null>,
  load: (limit: number, offset: number) => PromiseLike<readonly CollectionRow[]>,
): Promise<Collections> {
  const { limit, offset } = call.query
  const rows = await load(limit + 1, offset)
  const address = `${call.app.config.url}${call.request.url.split('?')[0]}?limit=${limit}&offset=`
  const links = [
    rows.length > limit ? `<${address}${offset + limit}>; rel="next"` : '',
    offset > 0 ? `<${address}${Math.max(0, offset - limit)}>; rel="prev"` : '',
  ].filter((link) => link !== '')
  if (links.length > 0) call.reply.header('link', links.join(', '))
  return { collections: await presentCollections(call.app, call.viewer?.accountId ?? null, rows.slice(0, limit)) }
}

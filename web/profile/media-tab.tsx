import { useMemo } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import { nameOf } from '../accounts/name.tsx'
import { statuses } from '../api/entities.ts'
import { useStatusPages } from '../api/queries.ts'
import { type MediaTile, MediaTiles } from '../media/media-tile-grid.tsx'
import { t } from '../messages/index.ts'
import { Empty, Failure, Spinner } from '../ui/states.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import { filterOf } from './tabs.ts'

const IN_A_ROW = 3
const TILE_PX = 200

/** Pictures, films and sounds of somebody, as squares in rows. */
export function MediaTab({ account }: { readonly account: Account }) {
  const { items, query } = useStatusPages(
    ['account-statuses', account.id, 'media'],
    `/api/v1/accounts/${account.id}/statuses`,
    filterOf('media', undefined, account.show_media_replies),
  )
  const rows = useMemo(() => rowsOf(tilesOf(items)), [items])
  if (query.isPending) return <Spinner />
  if (query.isError && items.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (rows.length === 0) {
    return <Empty icon="image" title={t('accounts.noMedia', { name: nameOf(account) })} />
  }
  return (
    <VirtualList
      name={`profile ${account.id} media`}
      label={t('accounts.mediaOf', { name: nameOf(account) })}
      role="list"
      items={rows}
      keyOf={(row) => row[0]!.attachment.id}
      render={(row) => <MediaTiles items={row} />}
      estimate={TILE_PX}
      going={query}
    />
  )
}

const tilesOf = (ids: readonly string[]): MediaTile[] =>
  ids.flatMap((id) => {
    const status = statuses.get(id)
    if (!status) return []
    const path = `/@${status.account.acct}/${id}`
    const sensitive = status.sensitive || status.spoiler_text !== ''
    return status.media_attachments.map((attachment) => ({ statusId: id, path, attachment, sensitive }))
  })

function rowsOf(tiles: readonly MediaTile[]): MediaTile[][] {
  const rows: MediaTile[][] = []
  for (let at = 0; at < tiles.length; at += IN_A_ROW) rows.push(tiles.slice(at, at + IN_A_ROW))
  return rows
}

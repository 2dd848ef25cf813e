import { PersonRow } from '../accounts/person-row.tsx'
import { useAccountPages } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import css from './notifications.module.css'

interface PeopleDialogProps {
  readonly groupKey: string
  readonly onClose: () => void
}

/** Everybody in a group of notifications. */
export function PeopleDialog({ groupKey, onClose }: PeopleDialogProps) {
  const { items, query } = useAccountPages(
    ['notification-people', groupKey],
    `/api/v2/notifications/${groupKey}/accounts`,
  )
  return (
    <Dialog title={t('notifications.people')} onClose={onClose}>
      {query.isPending && <Skeletons count={3} />}
      {query.isError && items.length === 0 && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      <ul className={css.people}>
        {items.map((id) => (
          <li key={id}>
            <PersonRow id={id} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('common.showMore')}
        </Button>
      )}
    </Dialog>
  )
}

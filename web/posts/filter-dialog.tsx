import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Filter } from '../../server/filters/schema.ts'
import { keepStatuses, type StoredStatus } from '../api/entities.ts'
import { get, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/fields.tsx'
import { Failure, Spinner } from '../ui/states.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import css from './filter-dialog.module.css'
import type { Status } from './types.ts'

interface Props {
  readonly status: StoredStatus
  readonly onClose: () => void
}

const EVERYWHERE: Filter['context'] = ['home', 'notifications', 'public', 'thread', 'account']

/** Hides one post by one of the person's filters, or by a new one. */
export default function FilterDialog({ status, onClose }: Props) {
  const filters = useQuery({ queryKey: ['filters'], queryFn: () => get<Filter[]>('/api/v2/filters') })
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const add = async (find: () => Promise<Filter>) => {
    setBusy(true)
    try {
      await post(`/api/v2/filters/${(await find()).id}/statuses`, { status_id: status.id })
      keepStatuses([await get<Status>(`/api/v1/statuses/${status.id}`)])
      void client.invalidateQueries({ queryKey: ['filters'] })
      toast(t('posts.filterDone'))
      onClose()
    } catch (error) {
      toastError(error)
      setBusy(false)
    }
  }
  const make = () => post<Filter>('/api/v2/filters', { title: name, context: EVERYWHERE, filter_action: 'warn' })
  return (
    <Dialog title={t('posts.filterTitle')} onClose={onClose}>
      {filters.isPending && <Spinner />}
      {filters.isError && <Failure error={filters.error} onRetry={() => void filters.refetch()} />}
      {filters.data && filters.data.length > 0 && (
        <>
          <p>{t('posts.filterText')}</p>
          <ul className={css.filters}>
            {filters.data.map((filter) => (
              <li key={filter.id}>
                <Button
                  size="wide"
                  disabled={busy || filter.statuses.some((one) => one.status_id === status.id)}
                  onClick={() => void add(() => Promise.resolve(filter))}
                >
                  <bdi>{filter.title}</bdi>
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      {filters.data && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void add(make)
          }}
        >
          <TextField
            label={t('posts.filterName')}
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" variant="primary" busy={busy} disabled={name.trim() === ''}>
            {t('posts.filterNew')}
          </Button>
        </form>
      )}
    </Dialog>
  )
}

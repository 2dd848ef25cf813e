import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { List } from '../../server/lists/schema.ts'
import { del, get, post } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Checkbox, TextField } from '../ui/fields.tsx'
import { Failure, Spinner } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import type { AccountDialogProps } from './dialogs.tsx'
import css from './lists-dialog.module.css'
import { nameOf } from './name.tsx'

interface Known {
  readonly lists: readonly List[]
  /** Those that the person is in. */
  readonly within: readonly string[]
}

/** In which of one's lists somebody is. Every tick counts at once. */
export default function ListsDialog({ account, onClose }: AccountDialogProps) {
  const query = useQuery({
    queryKey: ['account-lists', account.id],
    gcTime: 0,
    queryFn: async ({ signal }): Promise<Known> => {
      const [lists, within] = await Promise.all([
        get<List[]>('/api/v1/lists', {}, signal),
        get<List[]>(`/api/v1/accounts/${account.id}/lists`, {}, signal),
      ])
      return { lists, within: within.map(({ id }) => id) }
    },
  })
  return (
    <Dialog
      title={t('accounts.listsTitle', { name: nameOf(account) })}
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={onClose}>
          {t('common.done')}
        </Button>
      }
    >
      {query.isPending && <Spinner />}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Ticks accountId={account.id} known={query.data} />}
    </Dialog>
  )
}

function Ticks({ accountId, known }: { readonly accountId: string; readonly known: Known }) {
  const [lists, setLists] = useState(known.lists)
  const [within, setWithin] = useState(known.within)
  const put = async (id: string, isIn: boolean) => {
    const mark = (on: boolean) => setWithin((before) => [...before.filter((one) => one !== id), ...(on ? [id] : [])])
    mark(isIn)
    try {
      await (isIn ? post : del)(`/api/v1/lists/${id}/accounts`, { account_ids: [accountId] })
      void queryClient.invalidateQueries({ queryKey: ['list', id] })
    } catch (error) {
      mark(!isIn)
      toastError(error)
    }
  }
  return (
    <>
      {lists.length === 0 && <p className="soft">{t('accounts.noLists')}</p>}
      {lists.map((list) => (
        <Checkbox
          key={list.id}
          label={<bdi>{list.title}</bdi>}
          checked={within.includes(list.id)}
          onChange={(event) => void put(list.id, event.target.checked)}
        />
      ))}
      <NewList
        onMade={(list) => {
          setLists((before) => [...before, list])
          void queryClient.invalidateQueries({ queryKey: ['lists'] })
          void put(list.id, true)
        }}
      />
    </>
  )
}

function NewList({ onMade }: { readonly onMade: (list: List) => void }) {
  const [title, setTitle] = useState('')
  const [busy, setBusy] = useState(false)
  const make = async (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() === '') return
    setBusy(true)
    try {
      onMade(await post<List>('/api/v1/lists', { title: title.trim() }))
      setTitle('')
    } catch (error) {
      toastError(error)
    }
    setBusy(false)
  }
  return (
    <form className={css.form} onSubmit={(event) => void make(event)}>
      <TextField
        label={t('accounts.newList')}
        value={title}
        maxLength={100}
        dir="auto"
        onChange={(event) => setTitle(event.target.value)}
      />
      <Button type="submit" icon="plus" busy={busy} disabled={title.trim() === ''}>
        {t('common.add')}
      </Button>
    </form>
  )
}

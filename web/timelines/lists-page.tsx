import { type FormEvent, useState } from 'react'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Page } from '../ui/page.tsx'
import { Link, navigate } from '../ui/router.tsx'
import { Empty, errorText, Failure, Skeletons } from '../ui/states.tsx'
import css from './lists.module.css'
import { createList, useLists } from './lists.ts'

/** One's own lists. */
export default function ListsPage() {
  const { data: lists, isPending, error, refetch } = useLists()
  const [isMaking, setMaking] = useState(false)
  const make = (
    <Button variant="primary" size="small" icon="plus" onClick={() => setMaking(true)}>
      {t('timelines.newList')}
    </Button>
  )
  return (
    <Page title={t('timelines.lists')} actions={lists && lists.length > 0 && make}>
      {isPending ? (
        <Skeletons count={3} />
      ) : !lists ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : lists.length === 0 ? (
        <Empty icon="list" title={t('timelines.listsEmpty')}>
          <p>{t('timelines.listsEmptyText')}</p>
          {make}
        </Empty>
      ) : (
        <ul className={css.lists}>
          {lists.map((list) => (
            <li key={list.id} className={css.row}>
              <span className={css.sign}>
                <Icon name="list" />
              </span>
              <Link to={`/lists/${list.id}`} className={css.rowLink}>
                <b dir="auto">{list.title}</b>
              </Link>
              <Icon name="forward" />
            </li>
          ))}
        </ul>
      )}
      {isMaking && <NewList onClose={() => setMaking(false)} />}
    </Page>
  )
}

function NewList({ onClose }: { readonly onClose: () => void }) {
  const [title, setTitle] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const make = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const { id } = await createList(title.trim())
      onClose()
      navigate(`/lists/${id}?edit`)
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('timelines.newList')} onClose={onClose}>
      <form className={css.form} onSubmit={(event) => void make(event)}>
        <TextField
          label={t('timelines.listName')}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          error={error ? errorText(error) : undefined}
          maxLength={100}
          required
          autoFocus
          dir="auto"
        />
        <Button type="submit" variant="primary" size="wide" busy={isBusy} disabled={title.trim() === ''}>
          {t('timelines.createList')}
        </Button>
      </form>
    </Dialog>
  )
}

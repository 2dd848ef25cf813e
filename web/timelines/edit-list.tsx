/** Everything about a list in one dialog: its name, which replies it shows, who is in it. Each change counts at once. */
import { useDeferredValue, useState } from 'react'
import type { ChangeList, List, RepliesPolicy } from '../../server/lists/schema.ts'
import { Name } from '../accounts/name.tsx'
import { useAccount } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { askToConfirm, Dialog } from '../ui/dialog.tsx'
import { Checkbox, Radios, TextField } from '../ui/fields.tsx'
import { navigate } from '../ui/router.tsx'
import { Spinner } from '../ui/states.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import css from './lists.module.css'
import { changeList, deleteList, setMember, useFollowedPeople, useMembers } from './lists.ts'

interface EditListProps {
  readonly list: List
  readonly onClose: () => void
}

export function EditList({ list, onClose }: EditListProps) {
  const [title, setTitle] = useState(list.title)
  const change = (changed: ChangeList) => changeList(list.id, changed).catch(toastError)
  const rename = () => {
    const wanted = title.trim()
    if (wanted === '') setTitle(list.title)
    else if (wanted !== list.title) void change({ title: wanted })
  }
  const remove = async () => {
    const asked = { title: t('timelines.deleteListAsk', { title: list.title }), action: t('timelines.deleteList') }
    if (!(await askToConfirm({ ...asked, text: t('timelines.deleteListText'), danger: true }))) return
    try {
      await deleteList(list.id)
      toast(t('timelines.listDeleted'))
      navigate('/lists', { replace: true })
    } catch (error) {
      toastError(error)
    }
  }
  const close = () => {
    rename()
    onClose()
  }
  return (
    <Dialog
      title={t('timelines.editList')}
      onClose={close}
      actions={
        <Button variant="primary" onClick={close}>
          {t('common.done')}
        </Button>
      }
    >
      <div className={css.form}>
        <TextField
          label={t('timelines.listName')}
          value={title}
          maxLength={100}
          dir="auto"
          onChange={(event) => setTitle(event.target.value)}
          onBlur={rename}
        />
        <Radios
          label={t('timelines.replies')}
          name="replies"
          value={list.replies_policy}
          options={[
            { value: 'followed', label: t('timelines.repliesFollowed') },
            { value: 'list', label: t('timelines.repliesList') },
            { value: 'none', label: t('timelines.repliesNone') },
          ]}
          onChange={(value) => void change({ replies_policy: value as RepliesPolicy })}
        />
        <Checkbox
          isSwitch
          label={t('timelines.exclusive')}
          hint={t('timelines.exclusiveHint')}
          checked={list.exclusive}
          onChange={(event) => void change({ exclusive: event.target.checked })}
        />
      </div>
      <Members listId={list.id} />
      <Button variant="danger" icon="trash" className={css.remove} onClick={() => void remove()}>
        {t('timelines.deleteList')}
      </Button>
    </Dialog>
  )
}

function Members({ listId }: { readonly listId: string }) {
  const { data: members = [], isPending } = useMembers(listId)
  const [text, setText] = useState('')
  const query = useDeferredValue(text.trim())
  const { data: found, isFetched } = useFollowedPeople(query)
  const shown = query === '' ? members : (found ?? [])
  return (
    <section className={css.members}>
      <h3>{t('timelines.members')}</h3>
      <TextField
        label={t('timelines.searchMembers')}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {isPending && <Spinner />}
      <ul className={css.people}>
        {shown.map((id) => (
          <Member key={id} id={id} listId={listId} isIn={members.includes(id)} />
        ))}
      </ul>
      <p className={css.none} role="status">
        {query === '' && !isPending && members.length === 0 && t('timelines.membersEmpty')}
        {query !== '' && isFetched && shown.length === 0 && t('timelines.searchNone', { query })}
      </p>
    </section>
  )
}

function Member({ id, listId, isIn }: { readonly id: string; readonly listId: string; readonly isIn: boolean }) {
  const account = useAccount(id)
  if (!account) return null
  const word = isIn ? t('common.remove') : t('common.add')
  return (
    <li className={css.person}>
      <Avatar src={account.avatar_static} />
      <span>
        <b>
          <Name account={account} />
        </b>
        <small dir="ltr">@{account.acct}</small>
      </span>
      <Button
        size="small"
        variant={isIn ? 'quiet' : 'primary'}
        aria-label={`${word}: @${account.acct}`}
        onClick={() => void setMember(listId, id, !isIn).catch(toastError)}
      >
        {word}
      </Button>
    </li>
  )
}

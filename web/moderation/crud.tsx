import { type ReactNode, useState } from 'react'
import { del, patch, post } from '../api/http.ts'
import type { PagedQuery } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import type { IconName } from '../ui/icons.tsx'
import { Empty } from '../ui/states.tsx'
import { useDoing } from './doing.ts'
import { EditDialog, type Field, type Values } from './edit-dialog.tsx'
import css from './staff.module.css'
import { StaffList } from './staff-list.tsx'

interface CrudProps<T> {
  /** What this is for, above the list. */
  readonly about: string
  readonly label: string
  readonly icon: IconName
  readonly empty: string
  /** The word on the button and over the form. */
  readonly addWords: string
  readonly path: string
  readonly pages: PagedQuery<T>
  /** Of what is new, and of what is changed; without the latter there is nothing to change. */
  readonly addFields: readonly Field[]
  readonly editFields?: readonly Field[]
  readonly newValues: Values
  readonly valuesOf?: (item: T) => Values
  /** What is sent. @param item what is changed; null for a new one. */
  readonly bodyOf?: (values: Values, item: T | null) => unknown
  readonly render: (item: T) => ReactNode
  /** In the question before it is deleted. */
  readonly nameOf: (item: T) => string
  readonly deleteText?: string
  /** What else one may do with it. */
  readonly verbs?: (item: T, index: number) => ReactNode
}

/** A list of one kind of thing that staff add, change and delete. */
export function Crud<T extends { readonly id: string }>(props: CrudProps<T>) {
  const { about, label, icon, empty, addWords, path, pages, bodyOf = (values) => values } = props
  const [open, setOpen] = useState<T | 'new' | null>(null)
  const { busy, run } = useDoing()
  const remove = async (item: T) => {
    const asked = { title: t('moderation.deleteAsk', { name: props.nameOf(item) }), text: props.deleteText }
    if (!(await askToConfirm({ ...asked, action: t('common.delete'), danger: true }))) return
    await run(item.id, () => del(`${path}/${item.id}`), t('moderation.deleted'))
  }
  return (
    <>
      <div className={css.bar}>
        <p>{about}</p>
        <Button variant="primary" icon="plus" onClick={() => setOpen('new')}>
          {addWords}
        </Button>
      </div>
      <StaffList
        label={label}
        pages={pages}
        keyOf={(item) => item.id}
        empty={<Empty icon={icon} title={empty} />}
        render={(item, index) => (
          <div className={css.row}>
            <div className={css.lines}>{props.render(item)}</div>
            <div className={css.deeds}>
              {props.verbs?.(item, index)}
              {props.editFields && (
                <IconButton
                  icon="pencil"
                  label={`${t('common.edit')}: ${props.nameOf(item)}`}
                  onClick={() => setOpen(item)}
                />
              )}
              <IconButton
                icon="trash"
                label={`${t('common.delete')}: ${props.nameOf(item)}`}
                disabled={busy === item.id}
                onClick={() => void remove(item)}
              />
            </div>
          </div>
        )}
      />
      {open === 'new' && (
        <EditDialog
          title={addWords}
          fields={props.addFields}
          values={props.newValues}
          action={t('common.add')}
          done={t('moderation.added')}
          save={(values) => post(path, bodyOf(values, null))}
          onClose={() => setOpen(null)}
        />
      )}
      {open !== null && open !== 'new' && (
        <EditDialog
          title={t('common.edit')}
          fields={props.editFields ?? []}
          values={props.valuesOf?.(open) ?? {}}
          save={(values) => patch(`${path}/${open.id}`, bodyOf(values, open))}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}

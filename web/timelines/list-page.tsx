import { useMemo, useState } from 'react'
import { t } from '../messages/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { EditList } from './edit-list.tsx'
import { useList } from './lists.ts'
import { TimelineView } from './timeline-view.tsx'
import { type TimelineSpec, useTimeline } from './use-timeline.ts'

/** What the people in a list of one's own posted. A list that was just made opens with its settings (`?edit`). */
export default function ListPage({ id }: { readonly id: string }) {
  const { data: list, isPending, error, refetch } = useList(id)
  const [isEditing, setEditing] = useState(() => location.search === '?edit')
  const [edition, setEdition] = useState(0)
  const edit = () => setEditing(true)
  const close = () => {
    setEditing(false)
    setEdition(edition + 1)
  }
  return (
    <Page
      title={list?.title ?? t('timelines.lists')}
      back="/lists"
      actions={list && <IconButton icon="settings" label={t('timelines.editList')} onClick={edit} />}
    >
      {isPending ? (
        <Skeletons />
      ) : list ? (
        <ListTimeline key={edition} id={id} edition={edition} label={list.title} onAdd={edit} />
      ) : (
        <Failure error={error} onRetry={() => void refetch()} />
      )}
      {isEditing && list && <EditList list={list} onClose={close} />}
    </Page>
  )
}

interface ListTimelineProps {
  readonly id: string
  /** Grows when the list was changed: it is read anew. */
  readonly edition: number
  readonly label: string
  readonly onAdd: () => void
}

function ListTimeline({ id, edition, label, onAdd }: ListTimelineProps) {
  const spec = useMemo<TimelineSpec>(
    () => ({
      name: `list:${id}:${edition}`,
      path: `/api/v1/timelines/list/${id}`,
      stream: { stream: 'list', list: id },
    }),
    [id, edition],
  )
  const timeline = useTimeline(spec)
  return (
    <TimelineView
      name={spec.name}
      label={label}
      timeline={timeline}
      place="home"
      empty={
        <Empty icon="list" title={t('timelines.listEmpty')}>
          <p>{t('timelines.listEmptyText')}</p>
          <Button variant="primary" icon="userPlus" onClick={onAdd}>
            {t('timelines.addPeople')}
          </Button>
        </Empty>
      }
    />
  )
}

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { StoredStatus } from '../api/entities.ts'
import { get } from '../api/http.ts'
import { MediaGrid } from '../media/media-grid.tsx'
import { t } from '../messages/index.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { Failure, Spinner } from '../ui/states.tsx'
import { moment } from '../ui/time.tsx'
import css from './history-dialog.module.css'
import type { StatusEdit } from './types.ts'
import { wordDiff } from './word-diff.ts'

interface Props {
  readonly status: StoredStatus
  readonly onClose: () => void
}

/** What a post said before its edits, newest first, each with what changed. */
export default function HistoryDialog({ status, onClose }: Props) {
  const history = useQuery({
    queryKey: ['history', status.id, status.edited_at],
    queryFn: () => get<StatusEdit[]>(`/api/v1/statuses/${status.id}/history`),
  })
  const edits = history.data
  return (
    <Dialog title={t('posts.history')} onClose={onClose} size="wide">
      {history.isPending && <Spinner />}
      {history.isError && <Failure error={history.error} onRetry={() => void history.refetch()} />}
      {edits && (
        <ol className={css.versions} reversed>
          {edits
            .map((edit, at) => (
              <Version key={edit.created_at} edit={edit} before={edits[at - 1] ?? null} status={status} />
            ))
            .toReversed()}
        </ol>
      )}
    </Dialog>
  )
}

interface VersionProps {
  readonly edit: StatusEdit
  readonly before: StatusEdit | null
  readonly status: StoredStatus
}

function Version({ edit, before, status }: VersionProps) {
  const pieces = useMemo(() => wordDiff(wordsOf(before ?? edit), wordsOf(edit)), [before, edit])
  return (
    <li>
      <h3>
        {t(before ? 'posts.version' : 'posts.original')}{' '}
        <time dateTime={edit.created_at}>{moment(edit.created_at)}</time>
      </h3>
      <p className={css.text} dir="auto" lang={status.language ?? undefined}>
        {pieces.map(({ kind, text }, at) => {
          const Tag = kind === 'added' ? 'ins' : kind === 'removed' ? 'del' : 'span'
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one version never change places
          return <Tag key={at}>{text}</Tag>
        })}
      </p>
      {edit.media_attachments.length > 0 && (
        <>
          {edit.sensitive && !edit.spoiler_text && (
            <p className={css.note}>
              <Icon name="hidden" /> {t('posts.wasSensitive')}
            </p>
          )}
          <MediaGrid attachments={edit.media_attachments} sensitive={edit.sensitive} />
        </>
      )}
    </li>
  )
}

const parser = new DOMParser()

/** Warning, text and answers of a version, as plain text. */
function wordsOf({ spoiler_text: warning, content, poll }: StatusEdit): string {
  const { body } = parser.parseFromString(content, 'text/html')
  for (const br of body.querySelectorAll('br')) br.replaceWith('\n')
  const paragraphs = [...body.querySelectorAll('p')].map((one) => one.textContent)
  const answers = poll?.options.map((option) => `• ${option.title}`).join('\n') ?? ''
  return [warning, ...(paragraphs.length > 0 ? paragraphs : [body.textContent]), answers].filter(Boolean).join('\n\n')
}

import { useEffect } from 'react'
import { statuses, useStatus } from '../api/entities.ts'
import { useStatusPages } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { plainText } from '../ui/html-text.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { ago } from '../ui/time.tsx'
import css from './reports.module.css'

const MOST = 100

interface PickPostsProps {
  readonly accountId: string
  readonly picked: readonly string[]
  readonly onPick: (ids: readonly string[]) => void
}

/** The latest posts of somebody, to tick those that a report is about; what was reported already stands first. */
export function PickPosts({ accountId, picked, onPick }: PickPostsProps) {
  const path = `/api/v1/accounts/${accountId}/statuses`
  const { items, query } = useStatusPages(['report', path], path, { exclude_reblogs: true, limit: 20 })
  // What is not theirs, or gone meanwhile, would be refused with the whole report.
  useEffect(() => {
    const own = picked.filter((id) => statuses.get(id)?.account.id === accountId)
    if (own.length < picked.length) onPick(own)
  }, [picked, accountId, onPick])
  if (query.isPending) return <Skeletons count={2} />
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  const all = [...picked, ...items.filter((id) => !picked.includes(id))]
  if (all.length === 0) return <p className="soft">{t('moderation.noPosts')}</p>
  const toggle = (id: string, on: boolean) =>
    onPick(on ? [...picked, id].slice(0, MOST) : picked.filter((one) => one !== id))
  const order = all.toSorted((one, other) => Number(BigInt(other) - BigInt(one)))
  return (
    <fieldset className={css.posts}>
      <legend className="unseen">{t('moderation.postsTitle')}</legend>
      {order.map((id) => (
        <Pick key={id} id={id} checked={picked.includes(id)} onChange={(on) => toggle(id, on)} />
      ))}
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('common.showMore')}
        </Button>
      )}
    </fieldset>
  )
}

interface PickProps {
  readonly id: string
  readonly checked: boolean
  readonly onChange: (on: boolean) => void
}

function Pick({ id, checked, onChange }: PickProps) {
  const status = useStatus(id)
  if (!status) return null
  const media = status.media_attachments.length
  return (
    <label className={css.pickPost}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        <span dir="auto">{status.spoiler_text || plainText(status.content)}</span>
        <small>
          {ago(status.created_at)}
          {media > 0 && ` · ${t('moderation.mediaCount', { count: media })}`}
        </small>
      </span>
    </label>
  )
}

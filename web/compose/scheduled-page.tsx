import { lazy, Suspense, useState } from 'react'
import type { ScheduledStatus } from '../../server/posts/later/schema.ts'
import type { Status } from '../../server/posts/schema.ts'
import { keepStatuses } from '../api/entities.ts'
import { del, post, put } from '../api/http.ts'
import { queryClient, usePaged } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { posted } from '../session/events.ts'
import { openComposer } from '../session/intents.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { Menu } from '../ui/menu.tsx'
import { Page } from '../ui/page.tsx'
import { navigate } from '../ui/router.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { moment } from '../ui/time.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import { LaterTabs } from './drafts-page.tsx'
import css from './later.module.css'
import { LaterText } from './later-text.tsx'

const ScheduleDialog = lazy(() => import('./schedule-dialog.tsx'))
const same = (items: ScheduledStatus[]) => items

/** Posts that wait for their time. */
export default function ScheduledPage() {
  const { items, query } = usePaged<ScheduledStatus, ScheduledStatus>({
    key: ['scheduled'],
    path: '/api/v1/scheduled_statuses',
    keep: same,
  })
  return (
    <Page title={t('compose.scheduled')} back="/" tabs={<LaterTabs />}>
      {query.isPending ? (
        <Skeletons />
      ) : query.isError && items.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <Empty icon="calendar" title={t('compose.noScheduled')}>
          <p>{t('compose.noScheduledText')}</p>
          <Button variant="primary" icon="pencil" onClick={() => openComposer({ kind: 'new' })}>
            {t('shell.newPost')}
          </Button>
        </Empty>
      ) : (
        <VirtualList
          name="scheduled"
          label={t('compose.scheduled')}
          items={items}
          keyOf={({ id }) => id}
          render={(one) => <ScheduledRow scheduled={one} />}
          going={query}
        />
      )}
    </Page>
  )
}

const again = () => queryClient.invalidateQueries({ queryKey: ['scheduled'] })

async function reschedule(id: string, at: string | null): Promise<void> {
  if (at === null) return
  try {
    await put(`/api/v1/scheduled_statuses/${id}`, { scheduled_at: at })
    toast(t('compose.scheduledFor', { time: moment(at) }))
    await again()
  } catch (error) {
    toastError(error)
  }
}

async function remove(id: string): Promise<void> {
  const sure = await askToConfirm({ title: t('compose.deleteScheduled'), action: t('common.delete'), danger: true })
  if (!sure) return
  try {
    await del(`/api/v1/scheduled_statuses/${id}`)
    toast(t('compose.scheduledDeleted'))
    await again()
  } catch (error) {
    toastError(error)
  }
}

/** Sends what it says as a new post, and takes it off the list; the key keeps a second try from posting it twice. */
async function publishNow({ id, params, media_attachments }: ScheduledStatus): Promise<void> {
  const { text, poll, sensitive, spoiler_text, visibility, in_reply_to_id, language, quoted_status_id } = params
  const body = {
    status: text,
    media_ids: media_attachments.map((media) => media.id),
    visibility,
    reply_policy: params.reply_policy,
    quote_approval_policy: params.quote_approval_policy,
    ...(poll && { poll }),
    ...(sensitive !== null && { sensitive }),
    ...(spoiler_text && { spoiler_text }),
    ...(language && { language }),
    ...(in_reply_to_id !== null && { in_reply_to_id: String(in_reply_to_id) }),
    ...(quoted_status_id !== null && { quoted_status_id }),
  }
  try {
    const status = await post<Status>('/api/v1/statuses', body, { 'idempotency-key': `scheduled-${id}-now` })
    await del(`/api/v1/scheduled_statuses/${id}`)
    keepStatuses([status])
    posted.tell(status.id)
    const view = () => navigate(`/@${status.account.acct}/${status.id}`)
    toast(t('compose.posted'), { label: t('compose.view'), run: view })
  } catch (error) {
    toastError(error)
  }
  await again()
}

function ScheduledRow({ scheduled }: { readonly scheduled: ScheduledStatus }) {
  const [timing, setTiming] = useState(false)
  const [busy, setBusy] = useState(false)
  const { id, params, scheduled_at, media_attachments } = scheduled
  const now = async () => {
    setBusy(true)
    await publishNow(scheduled)
    setBusy(false)
  }
  return (
    <article tabIndex={-1} className={css.row}>
      <p className={`${css.when} ${css.due}`}>
        <Icon name="clock" /> <time dateTime={scheduled_at}>{moment(scheduled_at)}</time>
      </p>
      <LaterText
        text={params.text}
        warning={params.spoiler_text ?? ''}
        choices={params.poll?.options ?? []}
        media={media_attachments}
      />
      <footer>
        <Button size="small" icon="clock" onClick={() => setTiming(true)}>
          {t('compose.changeTime')}
        </Button>
        <Button size="small" icon="pencil" onClick={() => openComposer({ kind: 'scheduled', id })}>
          {t('common.edit')}
        </Button>
        <Menu
          items={[
            { label: t('compose.publishNow'), icon: 'send', onSelect: () => void now() },
            { label: t('common.delete'), icon: 'trash', danger: true, onSelect: () => void remove(id) },
          ]}
          button={(props) => <IconButton icon="more" label={t('common.more')} disabled={busy} {...props} />}
        />
      </footer>
      {timing && (
        <Suspense>
          <ScheduleDialog
            value={scheduled_at}
            mayRemove={false}
            onClose={() => setTiming(false)}
            onChoose={(at) => void reschedule(id, at)}
          />
        </Suspense>
      )}
    </article>
  )
}

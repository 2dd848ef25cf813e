import type { Draft } from '../../server/posts/later/schema.ts'
import { del } from '../api/http.ts'
import { queryClient, usePaged } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { openComposer } from '../session/intents.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { Page, Tabs } from '../ui/page.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import css from './later.module.css'
import { LaterText } from './later-text.tsx'

const same = (items: Draft[]) => items

/** Posts that are not finished. */
export default function DraftsPage() {
  const { items, query } = usePaged<Draft, Draft>({ key: ['drafts'], path: '/api/tweeter/v1/drafts', keep: same })
  return (
    <Page title={t('compose.drafts')} back="/" tabs={<LaterTabs />}>
      {query.isPending ? (
        <Skeletons />
      ) : query.isError && items.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <Empty icon="draft" title={t('compose.noDrafts')}>
          <p>{t('compose.noDraftsText')}</p>
          <Button variant="primary" icon="pencil" onClick={() => openComposer({ kind: 'new' })}>
            {t('shell.newPost')}
          </Button>
        </Empty>
      ) : (
        <VirtualList
          name="drafts"
          label={t('compose.drafts')}
          items={items}
          keyOf={({ id }) => id}
          render={(draft) => <DraftRow draft={draft} />}
          going={query}
        />
      )}
    </Page>
  )
}

export const LaterTabs = () => (
  <Tabs
    label={t('compose.drafts')}
    tabs={[
      { to: '/drafts', label: t('compose.drafts') },
      { to: '/scheduled', label: t('compose.scheduled') },
    ]}
  />
)

function DraftRow({ draft }: { readonly draft: Draft }) {
  const open = () => openComposer({ kind: 'draft', id: draft.id })
  const remove = async () => {
    const sure = await askToConfirm({ title: t('compose.deleteDraft'), action: t('common.delete'), danger: true })
    if (!sure) return
    try {
      await del(`/api/tweeter/v1/drafts/${draft.id}`)
      toast(t('compose.draftDeleted'))
      await queryClient.invalidateQueries({ queryKey: ['drafts'] })
    } catch (error) {
      toastError(error)
    }
  }
  const { params } = draft
  return (
    <article tabIndex={-1} className={css.row}>
      {draft.error !== null && (
        <p className={css.error}>
          <Icon name="alert" />
          <span>
            {t('compose.notPublished')} <bdi>{draft.error}</bdi>
          </span>
        </p>
      )}
      <LaterText
        text={params.status ?? ''}
        warning={params.spoiler_text ?? ''}
        choices={params.poll?.options ?? []}
        media={draft.media_attachments}
      />
      <footer>
        <span className={css.when}>
          <Ago at={draft.updated_at} />
          {params.in_reply_to_id !== undefined && <> · {t('compose.isReply')}</>}
        </span>
        <Button size="small" icon="trash" variant="plain" onClick={() => void remove()}>
          {t('common.delete')}
        </Button>
        <Button size="small" icon="pencil" onClick={open}>
          {t('compose.continue')}
        </Button>
      </footer>
    </article>
  )
}

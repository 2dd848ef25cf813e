import { memo, useEffect, useMemo, useRef } from 'react'
import { useVisiblePosts } from '../accounts/hidden.ts'
import { nameOf } from '../accounts/name.tsx'
import { statuses, useRemovals, useStatus } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { goBack, navigate } from '../ui/router.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import { replyTo } from './actions.tsx'
import { PlaceContext } from './filtered.ts'
import { postPath } from './links.ts'
import { PostCard } from './post-card.tsx'
import { signInAddress } from './react.ts'
import { type Row, rowsOf } from './thread.ts'
import css from './thread-page.module.css'
import { type ThreadIds, useKeptPlace, useThread, useThreadKeys } from './use-thread.ts'

/** Up to so many replies are simply all there; of more only those in view. */
const MOST_PLAIN = 60

/** A post with what it answers and what answers it. */
export default function ThreadPage({ id }: { readonly username: string; readonly id: string }) {
  const { status: asked, context } = useThread(id)
  const status = useStatus(id)
  const boostedId = status?.reblogId ?? null
  const boosted = useStatus(boostedId)
  useEffect(() => {
    if (boosted) navigate(postPath(boosted), { replace: true })
  }, [boosted])
  const title = status ? t('posts.postBy', { name: nameOf(status.account) }) : t('posts.post')
  return (
    <Page title={title} back="/">
      <PlaceContext value="thread">
        {status && boostedId === null ? (
          <Thread key={id} id={id} ids={context.data} />
        ) : asked.isError ? (
          <Failure error={asked.error} onRetry={() => void asked.refetch()} />
        ) : asked.isPending || boostedId !== null ? (
          <Skeletons count={2} />
        ) : (
          <Gone />
        )}
        {status && context.isError && !context.data && (
          <Failure error={context.error} onRetry={() => void context.refetch()} />
        )}
      </PlaceContext>
    </Page>
  )
}

const Gone = () => (
  <Empty icon="trash" title={t('posts.gone')}>
    <Button onClick={() => goBack('/')}>{t('common.back')}</Button>
  </Empty>
)

function Thread({ id, ids }: { readonly id: string; readonly ids: ThreadIds | undefined }) {
  const removals = useRemovals()
  // biome-ignore lint/correctness/useExhaustiveDependencies: removals says that posts went from the store
  const above = useMemo(() => ids?.ancestors.filter((one) => statuses.get(one)) ?? [], [ids, removals])
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const below = useMemo(() => ids?.descendants.filter((one) => statuses.get(one)) ?? [], [ids, removals])
  const ancestors = useVisiblePosts(above)
  const descendants = useVisiblePosts(below)
  const rows = useMemo(
    () =>
      rowsOf(
        id,
        descendants.map((one) => statuses.get(one)!),
      ),
    [id, descendants],
  )
  const all = useRef<HTMLDivElement>(null)
  const block = useRef<HTMLDivElement>(null)
  const hasAncestors = ancestors.length > 0
  useKeptPlace(block, hasAncestors)
  useThreadKeys(all, id)
  return (
    <div ref={all}>
      <div ref={block}>
        {ancestors.map((one, at) => (
          <PostCard key={one} id={one} joined={at === 0 ? FIRST : MIDDLE} />
        ))}
      </div>
      <div className={hasAncestors ? css.below : undefined}>
        <div data-main="">
          <PostCard id={id} variant="main" {...(hasAncestors ? { joined: LAST } : ids ? {} : { joined: ALONE })} />
        </div>
        <Strip id={id} />
        {ids ? <Replies rows={rows} /> : <Skeletons count={3} />}
      </div>
    </div>
  )
}

const ALONE = { above: false, below: false }
const FIRST = { above: false, below: true }
const MIDDLE = { above: true, below: true }
const LAST = { above: true, below: false }

/** Where one answers. */
function Strip({ id }: { readonly id: string }) {
  const me = useMe()
  const status = useStatus(id)
  if (!me) {
    return (
      <div className={css.strip}>
        <span>{t('posts.signInText')}</span>
        <a href={signInAddress()}>{t('posts.signIn')}</a>
      </div>
    )
  }
  if (!status?.reply_approval.current_user) return null
  return (
    <button type="button" className={css.strip} onClick={() => void replyTo(status)}>
      <Avatar src={me.avatar_static} />
      <span>{t('posts.yourReply')}</span>
      <b>{t('posts.reply')}</b>
    </button>
  )
}

function Replies({ rows }: { readonly rows: readonly Row[] }) {
  if (rows.length === 0) return <p className={css.none}>{t('posts.noReplies')}</p>
  if (rows.length <= MOST_PLAIN) {
    return (
      <section aria-label={t('posts.repliesLabel')}>
        {rows.map((row) => (
          <ReplyRow key={row.id} {...row} />
        ))}
      </section>
    )
  }
  return (
    <VirtualList
      name="replies"
      label={t('posts.repliesLabel')}
      items={rows}
      keyOf={(row) => row.id}
      render={(row) => <ReplyRow {...row} />}
    />
  )
}

const ReplyRow = memo(({ id, level, above, below }: Row) => {
  const joined = useMemo(() => ({ above, below }), [above, below])
  return (
    <div className={css.row} data-level={level}>
      <PostCard id={id} joined={joined} />
    </div>
  )
})

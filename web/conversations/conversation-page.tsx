import { useCallback, useEffect, useMemo } from 'react'
import type { Conversation } from '../../server/conversations/schema.ts'
import { nameOf, profilePath } from '../accounts/name.tsx'
import { statuses, useRemovals } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { Page } from '../ui/page.tsx'
import { Link } from '../ui/router.tsx'
import { Failure, Skeletons, Spinner } from '../ui/states.tsx'
import { Bubbles } from './bubbles.tsx'
import { ConversationMenu } from './conversation-menu.tsx'
import css from './conversations.module.css'
import { useLiveConversations } from './live.ts'
import { MessageBox } from './message-box.tsx'
import { useOutbox } from './outbox.ts'
import { Outgoings } from './outgoings.tsx'
import { useChatScroll } from './scroll.ts'
import { mark, newestOf, readNewest, remember, useConversation, useMessages } from './store.ts'
import { listOf, namesBefore, othersIn } from './words.ts'

/** `/messages/:id`: one conversation as a chat. */
export default function ConversationPage({ id }: { readonly id: string }) {
  const { data: conversation, isError, error, refetch } = useConversation(id)
  const others = conversation ? othersIn(conversation) : []
  const title = !conversation
    ? t('conversations.title')
    : others.length === 0
      ? t('conversations.onlyYou')
      : listOf(others)
  return (
    <Page
      title={title}
      back="/messages"
      subtitle={
        others.length === 1 && (
          <Link to={profilePath(others[0]!)} className={css.subtitle} title={nameOf(others[0]!)}>
            <bdi>@{others[0]!.acct}</bdi>
          </Link>
        )
      }
      actions={conversation && <ConversationMenu conversation={conversation} isOpen />}
    >
      {isError && !conversation ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : conversation ? (
        <Chat conversation={conversation} />
      ) : (
        <Skeletons />
      )}
    </Page>
  )
}

function Chat({ conversation }: { readonly conversation: Conversation }) {
  const { id, accounts } = conversation
  const { items, query } = useMessages(id)
  const removals = useRemovals()
  // biome-ignore lint/correctness/useExhaustiveDependencies: removals says that the store, which is asked here, changed
  const messages = useMemo(() => items.flatMap((each) => statuses.get(each) ?? []).reverse(), [items, removals])
  const others = othersIn(conversation)
  const before = namesBefore(others)
  const newest = items[0] ?? conversation.last_status?.id ?? null
  const outbox = useOutbox({ conversationId: id, before, newest: () => newestOf(id) ?? newest })
  useLiveConversations((changed) => {
    // What could not be read now is read with the next event.
    if (changed === null || changed.id === id) readNewest(id).catch(() => {})
  })
  useEffect(() => remember(id, items), [id, items])
  // What was kept from an earlier visit may be old.
  useEffect(() => {
    if (newestOf(id)) readNewest(id).catch(() => {})
  }, [id])
  useRead(conversation)
  const more = useCallback(() => void query.fetchNextPage(), [query.fetchNextPage])
  const { list, isAway, toEnd } = useChatScroll({
    oldest: messages[0]?.id ?? '',
    newest: outbox.waiting.at(-1)?.key ?? newest ?? '',
    hasOlder: query.hasNextPage && !query.isFetchingNextPage && !query.isFetchNextPageError,
    onOlder: more,
  })
  if (query.isPending) return <Skeletons />
  if (query.isError && items.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  return (
    <div className={css.chat}>
      <div
        ref={list}
        className={css.log}
        role="log"
        aria-label={t('conversations.log')}
        aria-busy={query.isFetchingNextPage}
      >
        {query.isFetchNextPageError ? (
          <Failure error={query.error} onRetry={more} />
        ) : query.hasNextPage ? (
          <Spinner />
        ) : (
          <p className={css.start}>{t('conversations.start')}</p>
        )}
        <Bubbles conversationId={id} messages={messages} isGroup={accounts.length > 1} />
        <Outgoings waiting={outbox.waiting} onRetry={outbox.retry} onDrop={outbox.drop} />
      </div>
      <div className={css.foot}>
        {isAway && (
          <button type="button" className={css.toEnd} onClick={toEnd}>
            {t('conversations.newBelow')}
          </button>
        )}
        <MessageBox
          before={before}
          onSend={(text, media) => {
            outbox.send(text, media)
            return true
          }}
        />
      </div>
    </div>
  )
}

/** What is open before somebody's eyes was read. */
function useRead({ id, unread }: Conversation): void {
  useEffect(() => {
    if (!unread) return
    const look = () => {
      if (!document.hidden) void mark(id, false)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [id, unread])
}

import { memo, useEffect } from 'react'
import type { Conversation } from '../../server/conversations/schema.ts'
import { Name } from '../accounts/name.tsx'
import { useStatus } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { plainText } from '../notifications/excerpt.tsx'
import { currentMe } from '../session/me.ts'
import { Avatar } from '../ui/avatar.tsx'
import { ButtonLink, IconButton } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Link, navigate } from '../ui/router.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import { ConversationMenu } from './conversation-menu.tsx'
import css from './conversations.module.css'
import { useLiveConversations } from './live.ts'
import { refreshList, useConversations } from './store.ts'
import { asMessage, listOf, othersIn } from './words.ts'

/** `/messages`: one's conversations, the one with the newest message first. */
export default function MessagesPage() {
  return (
    <Page
      title={t('conversations.title')}
      actions={<IconButton icon="plus" label={t('conversations.new')} onClick={() => navigate('/messages/new')} />}
    >
      <List />
    </Page>
  )
}

function List() {
  const { items, query } = useConversations()
  useLiveConversations()
  useEffect(refreshList, [])
  if (query.isPending) return <Skeletons count={6} />
  if (query.isError && items.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (items.length === 0) {
    return (
      <Empty icon="mail" title={t('conversations.empty')}>
        <p>{t('conversations.emptyText')}</p>
        <ButtonLink to="/messages/new" variant="primary" icon="pencil">
          {t('conversations.new')}
        </ButtonLink>
        <p className="small">{t('conversations.private')}</p>
      </Empty>
    )
  }
  return (
    <VirtualList
      name="conversations"
      label={t('conversations.title')}
      items={items}
      keyOf={({ id }) => id}
      render={(conversation) => <Row conversation={conversation} />}
      estimate={84}
      going={query}
    />
  )
}

const Row = memo(({ conversation }: { readonly conversation: Conversation }) => {
  const { id, unread, accounts, last_status: last } = conversation
  const others = othersIn(conversation)
  const people = others.length > 0 ? others : accounts
  return (
    <article className={`${css.row} ${unread ? css.unread : ''}`} tabIndex={-1}>
      <Link to={`/messages/${id}`} className={css.open}>
        <Faces people={people} />
        <span className={css.words}>
          <span className={css.top}>
            <b className={css.names}>
              {others.length === 0
                ? t('conversations.onlyYou')
                : others.length === 1
                  ? others.map((one) => <Name key={one.id} account={one} />)
                  : listOf(others)}
            </b>
            {others.length === 1 && <bdi className={css.handle}>@{others[0]!.acct}</bdi>}
            {last && (
              <span className={css.when}>
                <Ago at={last.created_at} />
              </span>
            )}
          </span>
          <Last id={last?.id ?? null} />
        </span>
        {unread && (
          <span className={css.dot}>
            <span className="unseen">{t('conversations.unread')}</span>
          </span>
        )}
      </Link>
      <ConversationMenu conversation={conversation} />
    </article>
  )
})

/** The last message in one line. */
function Last({ id }: { readonly id: string | null }) {
  const status = useStatus(id)
  if (!status) return <span className={css.last}>…</span>
  const text = plainText(asMessage(status))
  const isOwn = status.account.id === currentMe()?.id
  return (
    <span className={css.last} dir="auto">
      {isOwn ? t('conversations.you', { text }) : text}
    </span>
  )
}

/** One picture, or the first two, one half behind the other. */
export const Faces = ({ people }: { readonly people: Conversation['accounts'] }) => (
  <span className={`${css.faces} ${people.length > 1 ? css.several : ''}`} aria-hidden="true">
    {people.slice(0, 2).map((one) => (
      <Avatar key={one.id} src={one.avatar_static} size={people.length > 1 ? 'small' : 'normal'} />
    ))}
  </span>
)

import { useMemo } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import { nameOf } from '../accounts/name.tsx'
import { useStatusPages } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { PostCard } from '../posts/post-card.tsx'
import { PostList } from '../posts/post-list.tsx'
import { openComposer } from '../session/intents.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Empty } from '../ui/states.tsx'
import css from './profile.module.css'
import { filterOf, type ProfileTab } from './tabs.ts'

interface PostsTabProps {
  readonly account: Account
  readonly isOwn: boolean
  readonly tab: ProfileTab
  readonly tag: string | undefined
}

/** What somebody posted; on the first tab what they pinned stands above. */
export function PostsTab({ account, isOwn, tab, tag }: PostsTabProps) {
  const path = `/api/v1/accounts/${account.id}/statuses`
  const pages = useStatusPages(['account-statuses', account.id, tab, tag ?? ''], path, filterOf(tab, tag, true))
  const pinned = useStatusPages(['account-statuses', account.id, 'pinned'], path, { pinned: true }, tab === 'posts')
  const above = tab === 'posts' ? pinned.items : NONE
  const rest = useMemo(
    () => ({ query: pages.query, items: pages.items.filter((id) => !above.includes(id)) }),
    [pages.items, pages.query, above],
  )
  return (
    <>
      {above.length > 0 && (
        <section aria-label={t('accounts.pinned')}>
          {above.map((id) => (
            <div key={id}>
              <p className={css.pinned}>
                <Icon name="pin" /> {t('accounts.pinned')}
              </p>
              <PostCard id={id} />
            </div>
          ))}
        </section>
      )}
      {above.length > 0 && pages.query.isSuccess && rest.items.length === 0 ? null : (
        <PostList
          name={`profile ${account.id} ${tab} ${tag ?? ''}`}
          label={t('accounts.postsOf', { name: nameOf(account) })}
          pages={rest}
          empty={<Nothing account={account} isOwn={isOwn} tag={tag} />}
        />
      )}
    </>
  )
}

const NONE: readonly string[] = []

function Nothing({ account, isOwn, tag }: Omit<PostsTabProps, 'tab'>) {
  if (tag !== undefined) return <Empty icon="hash" title={t('accounts.noPostsTagged', { tag: `#${tag}` })} />
  return isOwn ? (
    <Empty icon="pencil" title={t('accounts.noPostsYet')}>
      <p>{t('accounts.noPostsYetText')}</p>
      <Button variant="primary" onClick={() => openComposer({ kind: 'new' })}>
        {t('shell.newPost')}
      </Button>
    </Empty>
  ) : (
    <Empty icon="pencil" title={t('accounts.noPosts', { name: nameOf(account) })}>
      {t('accounts.noPostsText')}
    </Empty>
  )
}

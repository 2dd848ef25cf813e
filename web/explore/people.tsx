/** People one may want to follow, each with the reason, and the directory of all who want to be found. */
import { useQuery } from '@tanstack/react-query'
import type { Account } from '../../server/accounts/schema.ts'
import type { Suggestion } from '../../server/recommendations/schema.ts'
import { AccountList } from '../accounts/account-list.tsx'
import { FollowButton } from '../accounts/follow-button.tsx'
import { nameOf } from '../accounts/name.tsx'
import { PersonRow } from '../accounts/person-row.tsx'
import { accounts, keepAccounts } from '../api/entities.ts'
import { del, get } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { ButtonLink, IconButton } from '../ui/button.tsx'
import { Link, useQueryParameter } from '../ui/router.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import css from './explore.module.css'
import { useOffsetPages } from './offset-pages.ts'

export interface Suggested {
  readonly id: string
  readonly source: Suggestion['sources'][number] | undefined
}
const KEY = ['suggestions']
const MOST = 40

/** One answer for the page and for the aside, which shows its first. */
export function useSuggestions() {
  const me = useMe()
  return useQuery({
    queryKey: KEY,
    enabled: me !== null,
    staleTime: 10 * 60_000,
    queryFn: async ({ signal }): Promise<Suggested[]> => {
      const list = await get<Suggestion[]>('/api/v2/suggestions', { limit: MOST }, signal)
      keepAccounts(list.map(({ account }) => account))
      return list.map(({ account, sources }) => ({ id: account.id, source: sources[0] }))
    },
  })
}

/** Gone at once; the server suggests them no more. */
async function dismissSuggestion(id: string): Promise<void> {
  const before = queryClient.getQueryData<Suggested[]>(KEY)
  queryClient.setQueryData<Suggested[]>(KEY, (list) => list?.filter((one) => one.id !== id))
  try {
    await del(`/api/v1/suggestions/${id}`)
  } catch (error) {
    queryClient.setQueryData(KEY, before)
    toastError(error)
  }
}

const reasonOf = (source: Suggested['source']): string => {
  switch (source) {
    case 'friends_of_friends':
      return t('explore.becauseFriends')
    case 'similar_to_recently_followed':
      return t('explore.becauseSimilar')
    case 'most_interactions':
      return t('explore.becauseInteractions')
    default:
      return t('explore.becausePopular')
  }
}

export function People() {
  const me = useMe()
  const { data, isPending, isError, error, refetch } = useSuggestions()
  if (!me) return <Directory />
  if (isPending) return <Skeletons />
  if (isError) return <Failure error={error} onRetry={() => void refetch()} />
  if (data.length === 0) {
    return (
      <Empty icon="users" title={t('explore.noPeople')}>
        <p>{t('explore.noPeopleText')}</p>
        <ButtonLink to="/explore/directory">{t('explore.directory')}</ButtonLink>
      </Empty>
    )
  }
  return (
    <VirtualList
      name="suggestions"
      label={t('explore.suggested')}
      items={data}
      keyOf={({ id }) => id}
      render={({ id, source }) => (
        <PersonRow id={id} reason={reasonOf(source)} actions={<SuggestionActions id={id} />} />
      )}
      estimate={120}
    />
  )
}

/** Follow, or never see them suggested again. */
function SuggestionActions({ id }: { readonly id: string }) {
  const account = accounts.get(id)
  return (
    <span className={css.pair}>
      <FollowButton id={id} />
      <IconButton
        icon="close"
        label={t('explore.dismiss', { name: account ? nameOf(account) : '' })}
        onClick={() => void dismissSuggestion(id)}
      />
    </span>
  )
}

/** Who posted last, or who is new. */
export function Directory() {
  const order = useQueryParameter('order') === 'new' ? 'new' : 'active'
  const pages = useOffsetPages<string>({
    key: ['directory', order],
    size: MOST,
    keyOf: (id) => id,
    load: async (offset, signal) =>
      keepAccounts(await get<Account[]>('/api/v1/directory', { order, local: true, offset, limit: MOST }, signal)),
  })
  return (
    <>
      <nav className={css.chips} aria-label={t('explore.order')}>
        <Link to="/explore/directory" replace aria-current={order === 'active' ? 'page' : undefined}>
          {t('explore.active')}
        </Link>
        <Link to="/explore/directory?order=new" replace aria-current={order === 'new' ? 'page' : undefined}>
          {t('explore.newcomers')}
        </Link>
      </nav>
      <AccountList
        name={`directory ${order}`}
        label={t('explore.directory')}
        pages={pages}
        empty={
          <Empty icon="users" title={t('explore.noDirectory')}>
            <p>{t('explore.noDirectoryText')}</p>
          </Empty>
        }
      />
    </>
  )
}

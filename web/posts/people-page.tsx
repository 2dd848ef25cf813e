import { PersonRow } from '../accounts/person-row.tsx'
import { useAccountPages, useStatusPages } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Page, Tabs } from '../ui/page.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import { PostList } from './post-list.tsx'

type Kind = 'favourites' | 'boosts' | 'quotes'

interface PeopleProps {
  readonly username: string
  readonly id: string
}

const PEOPLE = {
  favourites: { path: 'favourited_by', empty: 'posts.noFavourites', icon: 'star' },
  boosts: { path: 'reblogged_by', empty: 'posts.noBoosts', icon: 'boost' },
} as const

/** Who favourited or boosted a post, and what quotes it. */
export default function PeoplePage({ username, id, kind }: PeopleProps & { readonly kind: Kind }) {
  const post = `/@${username}/${id}`
  return (
    <Page
      title={t('posts.reactions')}
      back={post}
      tabs={
        <Tabs
          label={t('posts.reactions')}
          tabs={[
            { to: `${post}/boosts`, label: t('posts.boostsTab') },
            { to: `${post}/quotes`, label: t('posts.quotesTab') },
            { to: `${post}/favourites`, label: t('posts.favouritesTab') },
          ]}
        />
      }
    >
      {kind === 'quotes' ? <Quotes id={id} /> : <People id={id} kind={kind} />}
    </Page>
  )
}

function Quotes({ id }: { readonly id: string }) {
  const pages = useStatusPages(['quotes', id], `/api/v1/statuses/${id}/quotes`)
  const empty = <Empty icon="quote" title={t('posts.noQuotes')} />
  return <PostList name="quotes" label={t('posts.quotesTab')} pages={pages} empty={empty} place="public" />
}

function People({ id, kind }: { readonly id: string; readonly kind: keyof typeof PEOPLE }) {
  const { path, empty, icon } = PEOPLE[kind]
  const { items, query } = useAccountPages([path, id], `/api/v1/statuses/${id}/${path}`)
  if (query.isPending) return <Skeletons />
  if (query.isError && items.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (items.length === 0) return <Empty icon={icon} title={t(empty)} />
  return (
    <VirtualList
      name={kind}
      label={t(kind === 'boosts' ? 'posts.boostsTab' : 'posts.favouritesTab')}
      items={items}
      keyOf={(one) => one}
      render={(one) => <PersonRow id={one} />}
      estimate={72}
      going={query}
    />
  )
}

export const FavouritesPage = (props: PeopleProps) => <PeoplePage {...props} kind="favourites" />
export const BoostsPage = (props: PeopleProps) => <PeoplePage {...props} kind="boosts" />
export const QuotesPage = (props: PeopleProps) => <PeoplePage {...props} kind="quotes" />

import { useStatusPages } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { PostList } from '../posts/post-list.tsx'
import { Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'

export default function FavouritesPage() {
  const pages = useStatusPages(['favourites'], '/api/v1/favourites')
  return (
    <Page title={t('shell.favourites')} back="/">
      <PostList
        name="favourites"
        label={t('shell.favourites')}
        pages={pages}
        empty={
          <Empty icon="star" title={t('timelines.favouritesEmpty')}>
            <p>{t('timelines.favouritesEmptyText')}</p>
          </Empty>
        }
      />
    </Page>
  )
}

import { useStatusPages } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { PostList } from '../posts/post-list.tsx'
import { Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'

export default function BookmarksPage() {
  const pages = useStatusPages(['bookmarks'], '/api/v1/bookmarks')
  return (
    <Page title={t('shell.bookmarks')}>
      <PostList
        name="bookmarks"
        label={t('shell.bookmarks')}
        pages={pages}
        empty={
          <Empty icon="bookmark" title={t('timelines.bookmarksEmpty')}>
            <p>{t('timelines.bookmarksEmptyText')}</p>
          </Empty>
        }
      />
    </Page>
  )
}

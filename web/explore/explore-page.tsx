import { ApiError } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Page, Tabs } from '../ui/page.tsx'
import { Failure } from '../ui/states.tsx'
import css from './explore.module.css'
import { Directory, People } from './people.tsx'
import { SearchBox } from './search-box.tsx'
import { TrendingLinks, TrendingPosts, TrendingTags } from './trends.tsx'

const sections = {
  posts: TrendingPosts,
  tags: TrendingTags,
  links: TrendingLinks,
  people: People,
  directory: Directory,
} as const

/** What there is to discover, for visitors too. */
export default function ExplorePage({ section = 'posts' }: { readonly section?: string }) {
  const isKnown = Object.hasOwn(sections, section)
  const Section = sections[section as keyof typeof sections]
  return (
    <Page
      title={t('shell.explore')}
      tabs={
        <>
          <div className={css.above}>
            <SearchBox />
          </div>
          <Tabs
            label={t('shell.explore')}
            tabs={[
              { to: '/explore', label: t('explore.posts') },
              { to: '/explore/tags', label: t('explore.tags') },
              { to: '/explore/links', label: t('explore.links') },
              { to: '/explore/people', label: t('explore.peopleTab') },
              { to: '/explore/directory', label: t('explore.directory') },
            ]}
          />
        </>
      }
    >
      {isKnown ? <Section /> : <Failure error={new ApiError(404, '')} />}
    </Page>
  )
}

import { useState } from 'react'
import type { Tag } from '../../server/tags/schema.ts'
import { usePaged } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Link } from '../ui/router.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import css from './lists.module.css'
import { changeTag, tagPath, usesOf } from './tags.ts'

const keep = (tags: Tag[]) => tags

/** The hashtags that one follows. */
export default function TagsPage() {
  const { items, query } = usePaged<Tag, Tag>({ key: ['followed-tags'], path: '/api/v1/followed_tags', keep })
  return (
    <Page title={t('timelines.tags')} back="/">
      {query.isPending ? (
        <Skeletons />
      ) : query.isError && items.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <Empty icon="hash" title={t('timelines.tagsEmpty')}>
          <p>{t('timelines.tagsEmptyText')}</p>
          <ButtonLink to="/explore" variant="primary">
            {t('shell.explore')}
          </ButtonLink>
        </Empty>
      ) : (
        <VirtualList
          name="tags"
          label={t('timelines.tags')}
          items={items}
          keyOf={(tag) => tag.name}
          render={(tag) => <TagRow tag={tag} />}
          estimate={76}
          going={query}
        />
      )}
    </Page>
  )
}

/** It stays when it is unfollowed, so that one can think better of it. */
function TagRow({ tag }: { readonly tag: Tag }) {
  const [following, setFollowing] = useState(true)
  const toggle = async () => {
    setFollowing(!following)
    if (!(await changeTag(tag.name, { following: !following }))) setFollowing(following)
  }
  return (
    <article className={css.row} aria-label={`#${tag.name}`}>
      <Link to={tagPath(tag.name)} className={css.rowLink}>
        <b dir="auto">#{tag.name}</b>
        <small>{t('timelines.tagUse', { count: usesOf(tag) })}</small>
      </Link>
      <Button
        size="small"
        variant={following ? 'quiet' : 'primary'}
        aria-pressed={following}
        aria-label={`${following ? t('timelines.followingTag') : t('timelines.followTag')}: #${tag.name}`}
        onClick={() => void toggle()}
      >
        {following ? t('timelines.followingTag') : t('timelines.followTag')}
      </Button>
    </article>
  )
}

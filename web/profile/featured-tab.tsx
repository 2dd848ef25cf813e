import type { Account } from '../../server/accounts/schema.ts'
import { AccountList } from '../accounts/account-list.tsx'
import { nameOf } from '../accounts/name.tsx'
import { useAccountPages } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Link } from '../ui/router.tsx'
import { Empty, Spinner } from '../ui/states.tsx'
import { day } from '../ui/time.tsx'
import css from './profile.module.css'
import { useFeaturedTags } from './profile-frame.tsx'

/** Whom and what somebody recommends. */
export function FeaturedTab({ account, isOwn }: { readonly account: Account; readonly isOwn: boolean }) {
  const tags = useFeaturedTags(account)
  const people = useAccountPages(['endorsements', account.id], `/api/v1/accounts/${account.id}/endorsements`)
  const hashtags = tags.data ?? []
  if (tags.isPending || people.query.isPending) return <Spinner />
  if (hashtags.length === 0 && people.items.length === 0 && people.query.isSuccess) {
    return (
      <Empty icon="star" title={t(isOwn ? 'accounts.noFeaturedOwn' : 'accounts.noFeatured', { name: nameOf(account) })}>
        {isOwn && (
          <>
            <p>{t('accounts.noFeaturedText')}</p>
            <ButtonLink to="/settings/profile">{t('accounts.editProfile')}</ButtonLink>
          </>
        )}
      </Empty>
    )
  }
  return (
    <>
      {hashtags.length > 0 && (
        <section aria-labelledby="featured-tags">
          <h3 id="featured-tags" className={css.heading}>
            {t('accounts.featuredTags')}
          </h3>
          <ul className={css.tags}>
            {hashtags.map((tag) => (
              <li key={tag.id}>
                <Link to={`/@${account.acct}/tagged/${encodeURIComponent(tag.name)}`}>
                  <b>
                    <bdi>#{tag.name}</bdi>
                  </b>
                  <span>
                    {t('accounts.postsCount', { count: Number(tag.statuses_count) })}
                    {tag.last_status_at && ` · ${t('accounts.lastPost', { date: day(tag.last_status_at) })}`}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {(people.items.length > 0 || people.query.isError) && (
        <section aria-labelledby="featured-people">
          <h3 id="featured-people" className={css.heading}>
            {t('accounts.featuredPeople')}
          </h3>
          <AccountList
            name={`profile ${account.id} featured`}
            label={t('accounts.featuredPeople')}
            pages={people}
            empty={null}
          />
        </section>
      )}
    </>
  )
}

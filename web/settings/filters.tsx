import { useQuery } from '@tanstack/react-query'
import type { Filter } from '../../server/filters/schema.ts'
import { get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Page } from '../ui/page.tsx'
import { Link } from '../ui/router.tsx'
import { Empty, Failure, Skeletons } from '../ui/states.tsx'
import { moment } from '../ui/time.tsx'
import { FILTERS } from './filter-draft.ts'
import { actionWord, contextWord } from './filter-words.ts'
import css from './settings.module.css'

/** What one has filtered away. */
export default function Filters() {
  const { data, isPending, isError, error, refetch } = useQuery({
    queryKey: FILTERS,
    queryFn: ({ signal }) => get<Filter[]>('/api/v2/filters', {}, signal),
  })
  const isEmpty = data?.length === 0
  return (
    <Page
      title={t('settings.filters')}
      subtitle={t('settings.filtersDetail')}
      back="/settings"
      actions={
        !isEmpty && (
          <ButtonLink to="/settings/filters/new" size="small" variant="primary" icon="plus">
            {t('common.add')}
          </ButtonLink>
        )
      }
    >
      {isPending && <Skeletons />}
      {isError && <Failure error={error} onRetry={() => void refetch()} />}
      {isEmpty && (
        <Empty icon="filter" title={t('settings.noFilters')}>
          <p>{t('settings.noFiltersText')}</p>
          <ButtonLink to="/settings/filters/new" variant="primary" icon="plus">
            {t('settings.newFilter')}
          </ButtonLink>
        </Empty>
      )}
      {data?.map((filter) => (
        <Row key={filter.id} filter={filter} />
      ))}
    </Page>
  )
}

function Row({ filter }: { readonly filter: Filter }) {
  const { id, title, keywords, statuses, context, filter_action: action, expires_at: end } = filter
  const isOver = end !== null && Date.parse(end) < Date.now()
  return (
    <Link to={`/settings/filters/${id}`} className={css.entry}>
      <Icon name="filter" />
      <span>
        <strong>
          <bdi>{title}</bdi>
        </strong>
        <small>
          {actionWord(action)} · {context.map(contextWord).join(', ')}
        </small>
        {end && <small>{isOver ? t('settings.filterOver') : t('settings.until', { date: moment(end) })}</small>}
        {statuses.length > 0 && <small>{t('settings.filteredPosts', { count: statuses.length })}</small>}
        <span className={css.words}>
          {keywords.map((one) => (
            <span key={one.id} dir="auto">
              {one.keyword}
            </span>
          ))}
        </span>
      </span>
      <span className={`flip ${css.arrow}`}>
        <Icon name="forward" />
      </span>
    </Link>
  )
}

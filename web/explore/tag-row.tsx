import type { Tag } from '../../server/tags/schema.ts'
import { t } from '../messages/index.ts'
import { Link } from '../ui/router.tsx'
import css from './explore.module.css'
import { tagPath } from './search.ts'
import { Sparkline } from './sparkline.tsx'

type Counted = Pick<Tag, 'history'>

/** How many people there were in the last two days, as the ranking looks at it. */
export const peopleIn = ({ history }: Counted): number =>
  history.slice(0, 2).reduce((sum, { accounts }) => sum + Number(accounts), 0)

/** Uses a day, the oldest first. */
export const usesIn = ({ history }: Counted): number[] => history.map(({ uses }) => Number(uses)).reverse()

/** A hashtag with who uses it, and the curve of its week. */
export const TagRow = ({ tag }: { readonly tag: Tag }) => (
  <article>
    <Link to={tagPath(tag.name)} className={css.tag}>
      <span className={css.words}>
        <strong>
          <bdi>#{tag.name}</bdi>
        </strong>
        <small>{t('explore.people', { count: peopleIn(tag) })}</small>
      </span>
      <Sparkline values={usesIn(tag)} />
    </Link>
  </article>
)

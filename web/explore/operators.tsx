import { t } from '../messages/index.ts'
import { Link } from '../ui/router.tsx'
import css from './explore.module.css'
import { searchPath } from './search.ts'

const examples = () =>
  [
    ['"good morning"', t('explore.helpPhrase')],
    ['tea -coffee', t('explore.helpMinus')],
    ['from:me', t('explore.helpFrom')],
    ['to:me', t('explore.helpTo')],
    ['has:image', t('explore.helpHas', { kinds: 'media, image, video, audio, poll, link, embed, quote' })],
    ['is:reply', t('explore.helpIs', { kinds: 'reply, sensitive, quote' })],
    ['language:fa', t('explore.helpLanguage')],
    [`after:${new Date().getFullYear()}-01-01`, t('explore.helpDates', { words: 'before: after: during:' })],
    ['in:library', t('explore.helpLibrary')],
  ] as const

/** How to search for more than words; each example is a search. */
export const OperatorsHelp = () => (
  <dl className={css.help}>
    {examples().map(([query, words]) => (
      <div key={query}>
        <dt>
          <Link to={searchPath(query, 'statuses')}>
            <code dir="ltr">{query}</code>
          </Link>
        </dt>
        <dd>{words}</dd>
      </div>
    ))}
  </dl>
)

/** A filter as the form has it, and as the server takes it. */
import type { Filter, FilterAction, FilterBody, FilterContext } from '../../server/filters/schema.ts'

export const FILTERS = ['filters']
export const CONTEXTS: readonly FilterContext[] = ['home', 'notifications', 'public', 'thread', 'account']
export const ACTIONS: readonly FilterAction[] = ['warn', 'hide', 'blur']

export interface Keyword {
  /** Of the row in the form. */
  readonly key: number
  /** null: not on the server yet. */
  readonly id: string | null
  readonly word: string
  readonly whole: boolean
}

export interface Draft {
  readonly title: string
  readonly keywords: readonly Keyword[]
  /** Of the server's keywords, those that are to go. */
  readonly gone: readonly string[]
  readonly context: readonly FilterContext[]
  readonly action: FilterAction
  /** Seconds from now; '' for ever; 'keep': as it is. */
  readonly expires: string
}

let keys = 0
export const emptyKeyword = (): Keyword => ({ key: ++keys, id: null, word: '', whole: true })

export const emptyDraft = (): Draft => ({
  title: '',
  keywords: [emptyKeyword()],
  gone: [],
  context: ['home', 'public', 'thread'],
  action: 'warn',
  expires: '',
})

export const draftOf = (filter: Filter): Draft => ({
  title: filter.title,
  keywords: filter.keywords.map(({ id, keyword, whole_word: whole }) => ({ key: ++keys, id, word: keyword, whole })),
  gone: [],
  context: filter.context,
  action: filter.filter_action,
  expires: filter.expires_at === null ? '' : 'keep',
})

/** Without the row; the server is told to forget it, where it knows it. */
export const withoutKeyword = (draft: Draft, { key, id }: Keyword): Draft => ({
  ...draft,
  keywords: draft.keywords.filter((one) => one.key !== key),
  gone: id === null ? draft.gone : [...draft.gone, id],
})

/** Rows that are empty are as if they were not there; the title may be left to the first word. */
export function bodyOf(draft: Draft): FilterBody {
  const filled = draft.keywords.filter(({ word }) => word.trim())
  const emptied = draft.keywords.flatMap(({ id, word }) => (id !== null && !word.trim() ? [id] : []))
  return {
    title: draft.title.trim() || (filled[0]?.word.trim() ?? ''),
    context: [...draft.context],
    filter_action: draft.action,
    ...(draft.expires !== 'keep' && { expires_in: draft.expires === '' ? null : Number(draft.expires) }),
    keywords_attributes: [
      ...filled.map(({ id, word, whole }) => ({ ...(id !== null && { id }), keyword: word.trim(), whole_word: whole })),
      ...[...draft.gone, ...emptied].map((id) => ({ id, _destroy: true })),
    ],
  }
}

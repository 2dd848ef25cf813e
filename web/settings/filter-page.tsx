import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { Filter, FilterAction } from '../../server/filters/schema.ts'
import { del, get, post, put } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Checkbox, Radios, Select, TextField } from '../ui/fields.tsx'
import { Page, Section } from '../ui/page.tsx'
import { goBack } from '../ui/router.tsx'
import { errorText, Failure, Skeletons } from '../ui/states.tsx'
import { moment } from '../ui/time.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import {
  ACTIONS,
  bodyOf,
  CONTEXTS,
  type Draft,
  draftOf,
  emptyDraft,
  emptyKeyword,
  FILTERS,
  type Keyword,
  withoutKeyword,
} from './filter-draft.ts'
import { actionWord, contextWord } from './filter-words.ts'
import css from './settings.module.css'

const LIST = '/settings/filters'
const HOUR = 3600

/** `/settings/filters/new`, or the id of one that there is. */
export default function FilterPage({ id }: { readonly id: string }) {
  const isNew = id === 'new'
  const { data, isPending, isError, error, refetch } = useQuery({
    queryKey: [...FILTERS, id],
    enabled: !isNew,
    // A form is not changed under somebody's hands.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: ({ signal }) => get<Filter>(`/api/v2/filters/${id}`, {}, signal),
  })
  return (
    <Page title={isNew ? t('settings.newFilter') : t('settings.editFilter')} back={LIST}>
      {isNew && <Form filter={null} />}
      {!isNew && isPending && <Skeletons />}
      {isError && <Failure error={error} onRetry={() => void refetch()} />}
      {data && <Form key={data.id} filter={data} />}
    </Page>
  )
}

/** Everything that is shown is held against the filters, so all of it is read anew. */
const filtersChanged = () => void queryClient.invalidateQueries()

function Form({ filter }: { readonly filter: Filter | null }) {
  const [draft, setDraft] = useState(() => (filter ? draftOf(filter) : emptyDraft()))
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const body = bodyOf(draft)
      await (filter ? put(`/api/v2/filters/${filter.id}`, body) : post('/api/v2/filters', body))
      filtersChanged()
      toast(t('common.saved'))
      goBack(LIST)
    } catch (reason) {
      setError(errorText(reason))
      setBusy(false)
    }
  }
  const isEmpty = draft.keywords.every(({ word }) => !word.trim()) && !filter?.statuses.length
  return (
    <Section>
      <form onSubmit={(event) => void send(event)}>
        <Keywords draft={draft} onChange={setDraft} />
        <TextField
          label={t('settings.filterTitle')}
          hint={t('settings.filterTitleHint')}
          dir="auto"
          maxLength={200}
          value={draft.title}
          onChange={(event) => change({ title: event.target.value })}
        />
        <Radios
          label={t('settings.action')}
          name="action"
          value={draft.action}
          onChange={(action) => change({ action: action as FilterAction })}
          options={ACTIONS.map((value) => ({ value, label: actionWord(value), hint: actionHint(value) }))}
        />
        <Contexts draft={draft} onChange={change} />
        <Select
          label={t('settings.expires')}
          value={draft.expires}
          onChange={(event) => change({ expires: event.target.value })}
          options={expiries(filter)}
        />
        {error && (
          <p className={css.note} role="alert">
            {error}
          </p>
        )}
        <div className={css.bar}>
          <Button type="submit" variant="primary" busy={busy} disabled={isEmpty || draft.context.length === 0}>
            {t('common.save')}
          </Button>
          {filter && (
            <Button icon="trash" onClick={() => void remove(filter)}>
              {t('common.delete')}
            </Button>
          )}
        </div>
      </form>
    </Section>
  )
}

async function remove({ id, title }: Filter): Promise<void> {
  const sure = await askToConfirm({
    title: t('settings.deleteFilter', { title }),
    text: t('settings.deleteFilterText'),
    action: t('common.delete'),
    danger: true,
  })
  if (!sure) return
  try {
    await del(`/api/v2/filters/${id}`)
    filtersChanged()
    goBack(LIST)
  } catch (error) {
    toastError(error)
  }
}

const expiries = (filter: Filter | null) => [
  ...(filter?.expires_at ? [{ value: 'keep', label: t('settings.until', { date: moment(filter.expires_at) }) }] : []),
  { value: '', label: t('settings.forever') },
  { value: String(HOUR), label: t('settings.hours', { count: 1 }) },
  { value: String(6 * HOUR), label: t('settings.hours', { count: 6 }) },
  { value: String(24 * HOUR), label: t('settings.days', { count: 1 }) },
  { value: String(7 * 24 * HOUR), label: t('settings.days', { count: 7 }) },
  { value: String(30 * 24 * HOUR), label: t('settings.days', { count: 30 }) },
]

const actionHint = (action: FilterAction): string =>
  action === 'warn'
    ? t('settings.actionWarnHint')
    : action === 'hide'
      ? t('settings.actionHideHint')
      : t('settings.actionBlurHint')

interface PartProps {
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
}

function Keywords({ draft, onChange }: PartProps) {
  const part = useRef<HTMLFieldSetElement>(null)
  const set = (changed: Keyword) =>
    onChange({ ...draft, keywords: draft.keywords.map((one) => (one.key === changed.key ? changed : one)) })
  const focusLast = () =>
    requestAnimationFrame(() =>
      [...part.current!.querySelectorAll<HTMLInputElement>('input[type=text]')].at(-1)?.focus(),
    )
  return (
    <fieldset ref={part} className={css.checks}>
      <legend>{t('settings.keywords')}</legend>
      {draft.keywords.map((one, at) => (
        <div key={one.key} className={css.keyword}>
          <TextField
            label={t('settings.keyword', { number: at + 1 })}
            dir="auto"
            maxLength={200}
            value={one.word}
            onChange={(event) => set({ ...one, word: event.target.value })}
          />
          <IconButton
            icon="trash"
            label={t('settings.removeKeyword', { number: at + 1 })}
            onClick={() => {
              onChange(withoutKeyword(draft, one))
              focusLast()
            }}
          />
          <Checkbox
            label={t('settings.wholeWord')}
            checked={one.whole}
            onChange={(event) => set({ ...one, whole: event.target.checked })}
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon="plus"
          onClick={() => {
            onChange({ ...draft, keywords: [...draft.keywords, emptyKeyword()] })
            focusLast()
          }}
        >
          {t('settings.addKeyword')}
        </Button>
      </div>
    </fieldset>
  )
}

const Contexts = ({
  draft: { context },
  onChange,
}: {
  readonly draft: Draft
  readonly onChange: (part: Partial<Draft>) => void
}) => (
  <fieldset className={css.checks}>
    <legend>{t('settings.where')}</legend>
    {CONTEXTS.map((one) => (
      <Checkbox
        key={one}
        label={contextWord(one)}
        checked={context.includes(one)}
        onChange={(event) =>
          onChange({ context: event.target.checked ? [...context, one] : context.filter((other) => other !== one) })
        }
      />
    ))}
  </fieldset>
)

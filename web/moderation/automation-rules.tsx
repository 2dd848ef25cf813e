import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Pattern } from '../../server/moderation/automation/patterns.ts'
import type { AutomationRules as Rules } from '../../server/moderation/automation/schema.ts'
import { get, put } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { IconButton } from '../ui/button.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { modeWords, patternAbout, patternName, spanOptions, timesOptions, timesWords } from './automation-words.ts'
import { STAFF } from './doing.ts'
import { EditDialog, type Field, type Values } from './edit-dialog.tsx'
import { Badge } from './parts.tsx'
import css from './staff.module.css'

const PATH = '/api/tweeter/v1/admin/automation/rules'
const tones = { off: 'plain', propose: 'good', limit: 'warn' } as const

/** What happens when a pattern is seen, for each of them. */
export function AutomationRules() {
  const { data, isPending, error, refetch } = useQuery({
    queryKey: [STAFF, PATH],
    queryFn: ({ signal }) => get<Rules>(PATH, {}, signal),
  })
  const [open, setOpen] = useState<Pattern | null>(null)
  if (isPending) return <Skeletons count={3} />
  if (!data) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <>
      <div className={css.bar}>
        <p>{t('automation.rulesAbout')}</p>
      </div>
      <ul className={css.list} aria-label={t('automation.rules')}>
        {(Object.keys(data) as Pattern[]).map((pattern) => (
          <li key={pattern}>
            <div className={css.row}>
              <div className={css.lines}>
                <b>{patternName(pattern)}</b>
                <p className="soft">{patternAbout(pattern)}</p>
                <p className={css.meta}>
                  <Badge tone={tones[data[pattern].mode]}>{modeWords(data[pattern])}</Badge>
                  {data[pattern].multiplier !== 1 && <span>{timesWords(data[pattern].multiplier)}</span>}
                </p>
              </div>
              <IconButton
                icon="pencil"
                label={`${t('common.edit')}: ${patternName(pattern)}`}
                onClick={() => setOpen(pattern)}
              />
            </div>
          </li>
        ))}
      </ul>
      {open && (
        <EditDialog
          title={patternName(open)}
          fields={fieldsOf(data[open])}
          values={valuesOf(data[open])}
          save={(values) => put(PATH, { [open]: bodyOf(values) })}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}

const fieldsOf = ({ hours, multiplier }: Rules[Pattern]): Field[] => [
  {
    name: 'mode',
    label: t('automation.mode'),
    kind: 'select',
    options: [
      { value: 'off', label: t('automation.modeOff') },
      { value: 'propose', label: t('automation.modePropose') },
      { value: 'limit', label: t('automation.modeLimit') },
    ],
  },
  { name: 'hours', label: t('automation.forTime'), kind: 'select', options: spanOptions(hours) },
  {
    name: 'multiplier',
    label: t('automation.sensitivity'),
    hint: t('automation.sensitivityHint'),
    kind: 'select',
    options: timesOptions(multiplier),
  },
]

const valuesOf = ({ mode, hours, multiplier }: Rules[Pattern]): Values => ({
  mode,
  hours: String(hours),
  multiplier: String(multiplier),
})

const bodyOf = ({ mode, hours, multiplier }: Values) => ({
  mode,
  hours: Number(hours),
  multiplier: Number(multiplier),
})

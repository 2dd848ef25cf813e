import { useState } from 'react'
import type { AdminReport } from '../../server/moderation/admin-schema.ts'
import { patch } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { instance } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Checkbox, Radios } from '../ui/fields.tsx'
import { useDoing } from './doing.ts'
import { categoryName } from './reports-page.tsx'
import { ruleText } from './rule-text.ts'

const categories = ['spam', 'legal', 'violation', 'other'] as const

/** Puts a report under another category, or other rules. */
export function SortDialog({ report, onClose }: { readonly report: AdminReport; readonly onClose: () => void }) {
  const [category, setCategory] = useState<AdminReport['category']>(report.category)
  const [rules, setRules] = useState<readonly string[]>(report.rules.map(({ id }) => id))
  const { busy, run } = useDoing()
  const save = async () => {
    const body = { category, rule_ids: category === 'violation' ? rules : [] }
    if (await run('save', () => patch(`/api/v1/admin/reports/${report.id}`, body), t('common.saved'))) onClose()
  }
  return (
    <Dialog
      title={t('moderation.sort')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" busy={busy !== ''} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <Radios
        label={t('moderation.category')}
        name="category"
        value={category}
        options={categories.map((value) => ({ value, label: categoryName(value) }))}
        onChange={(value) => setCategory(value as AdminReport['category'])}
      />
      {category === 'violation' &&
        instance.rules.map((rule) => (
          <Checkbox
            key={rule.id}
            label={<span dir="auto">{ruleText(rule)}</span>}
            checked={rules.includes(rule.id)}
            onChange={(event) =>
              setRules(event.target.checked ? [...rules, rule.id] : rules.filter((id) => id !== rule.id))
            }
          />
        ))}
    </Dialog>
  )
}

import { useMemo, useState } from 'react'
import { useRelationship } from '../api/entities.ts'
import { language, t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Checkbox } from '../ui/fields.tsx'
import type { AccountDialogProps } from './dialogs.tsx'
import css from './languages-dialog.module.css'
import { nameOf } from './name.tsx'
import { follow } from './relationships.ts'

/** Those that most people write in (ISO 639-1). */
const CODES =
  'ar az be bg bn bs ca ckb cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk ko ku lt lv mk ml mn mr ms nb ne nl pa pl ps pt ro ru sk sl sq sr sv sw ta te tg th tl tr uk ur uz vi zh'.split(
    ' ',
  )

/** Of somebody whom one follows only what they write in some languages. */
export default function LanguagesDialog({ account, onClose }: AccountDialogProps) {
  const before = useRelationship(account.id)?.languages ?? []
  const [chosen, setChosen] = useState<readonly string[]>(before)
  const [busy, setBusy] = useState(false)
  // Sorted once, so that nothing moves under the pointer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was chosen when it opened stands first
  const choices = useMemo(() => sorted(before), [])
  const turn = (code: string, on: boolean) => setChosen(on ? [...chosen, code] : chosen.filter((one) => one !== code))
  const save = async () => {
    setBusy(true)
    if (await follow(account.id, { languages: [...chosen] })) onClose()
    else setBusy(false)
  }
  return (
    <Dialog
      title={t('accounts.languagesTitle', { name: nameOf(account) })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={() => setChosen([])} disabled={chosen.length === 0}>
            {t('accounts.allLanguages')}
          </Button>
          <Button variant="primary" busy={busy} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <p className="soft">{t('accounts.languagesText')}</p>
      <div className={css.columns}>
        {choices.map(({ code, name }) => (
          <Checkbox
            key={code}
            label={<bdi>{name}</bdi>}
            checked={chosen.includes(code)}
            onChange={(event) => turn(code, event.target.checked)}
          />
        ))}
      </div>
    </Dialog>
  )
}

function sorted(first: readonly string[]): { readonly code: string; readonly name: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'language' })
  const own = [...navigator.languages].map((tag) => tag.split('-')[0]!)
  const rank = (code: string) => (first.includes(code) ? 0 : own.includes(code) ? 1 : 2)
  return [...new Set([...first, ...CODES])]
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => rank(a.code) - rank(b.code) || a.name.localeCompare(b.name, language))
}

import { useState } from 'react'
import { useRelationship } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextArea } from '../ui/fields.tsx'
import type { AccountDialogProps } from './dialogs.tsx'
import { nameOf } from './name.tsx'
import { note } from './relationships.ts'

const MOST_CHARACTERS = 2000

/** What one writes down about somebody for oneself. */
export default function NoteDialog({ account, onClose }: AccountDialogProps) {
  const before = useRelationship(account.id)?.note ?? ''
  const [text, setText] = useState(before)
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    if (text.trim() === before || (await note(account.id, text.trim()))) onClose()
    else setBusy(false)
  }
  return (
    <Dialog
      title={t('accounts.noteTitle', { name: nameOf(account) })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" busy={busy} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <TextArea
        label={t('accounts.note')}
        hint={t('accounts.noteHint')}
        value={text}
        maxLength={MOST_CHARACTERS}
        onChange={(event) => setText(event.target.value)}
        autoFocus
      />
    </Dialog>
  )
}

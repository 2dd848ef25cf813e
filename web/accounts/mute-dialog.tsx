import { useState } from 'react'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Checkbox, Radios } from '../ui/fields.tsx'
import type { AccountDialogProps } from './dialogs.tsx'
import { nameOf } from './name.tsx'
import { mute } from './relationships.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const LENGTHS = [0, HOUR, DAY, 7 * DAY, 30 * DAY] as const

const wordsFor = (seconds: number): string =>
  seconds === 0
    ? t('accounts.muteForever')
    : seconds < DAY
      ? t('accounts.hours', { count: seconds / HOUR })
      : t('accounts.days', { count: seconds / DAY })

/** How long somebody is muted, and whether their notifications go as well. */
export default function MuteDialog({ account, onClose }: AccountDialogProps) {
  const [duration, setDuration] = useState('0')
  const [notifications, setNotifications] = useState(true)
  return (
    <Dialog
      title={t('accounts.muteTitle', { name: nameOf(account) })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            onClick={() => {
              onClose()
              void mute(account.id, { notifications, duration: Number(duration) })
            }}
          >
            {t('accounts.mute')}
          </Button>
        </>
      }
    >
      <p>{t('accounts.muteText')}</p>
      <Radios
        label={t('accounts.muteLength')}
        name="duration"
        value={duration}
        options={LENGTHS.map((seconds) => ({ value: String(seconds), label: wordsFor(seconds) }))}
        onChange={setDuration}
      />
      <Checkbox
        label={t('accounts.muteNotifications')}
        checked={notifications}
        onChange={(event) => setNotifications(event.target.checked)}
      />
    </Dialog>
  )
}

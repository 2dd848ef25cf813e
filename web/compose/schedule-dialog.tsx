import { useState } from 'react'
import { language, t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/fields.tsx'
import { earliest, fromLocal, toLocal } from './local-time.ts'

interface Props {
  /** ISO; null when there is none yet. */
  readonly value: string | null
  /** Whether the time can be taken away again. */
  readonly mayRemove?: boolean
  readonly onClose: () => void
  readonly onChoose: (at: string | null) => void
}

/** When a post is to be published, in the time zone of this device. */
export default function ScheduleDialog({ value, mayRemove = true, onClose, onChoose }: Props) {
  const [local, setLocal] = useState(() => toLocal(value ? new Date(value) : tomorrow()))
  const [error, setError] = useState<string | null>(null)
  const save = () => {
    const at = fromLocal(local)
    if (!at) return setError(t('compose.noTime'))
    if (at < earliest()) return setError(t('compose.tooSoon'))
    onChoose(at.toISOString())
    onClose()
  }
  return (
    <Dialog
      title={t('compose.schedule')}
      onClose={onClose}
      actions={
        <>
          {value && mayRemove && (
            <Button
              onClick={() => {
                onChoose(null)
                onClose()
              }}
            >
              {t('compose.scheduleRemove')}
            </Button>
          )}
          <Button variant="primary" onClick={save}>
            {t('compose.scheduleSet')}
          </Button>
        </>
      }
    >
      <TextField
        type="datetime-local"
        label={t('compose.scheduleAt')}
        hint={t('compose.timeZone', { zone: zoneName() })}
        value={local}
        min={toLocal(earliest())}
        error={error}
        onChange={(event) => {
          setLocal(event.target.value)
          setError(null)
        }}
      />
    </Dialog>
  )
}

/** The same time tomorrow, at a full quarter of an hour. */
function tomorrow(): Date {
  const at = new Date(Date.now() + 24 * 3600 * 1000)
  at.setMinutes(Math.ceil(at.getMinutes() / 15) * 15, 0, 0)
  return at
}

function zoneName(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const parts = new Intl.DateTimeFormat(language, { timeZoneName: 'long' }).formatToParts()
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value
  return name && name !== timeZone ? `${name} (${timeZone})` : timeZone
}

import { useState } from 'react'
import { keepStatuses, type StoredStatus } from '../api/entities.ts'
import { put } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Radios } from '../ui/fields.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import type { Status } from './types.ts'

interface Props {
  readonly status: StoredStatus
  readonly onClose: () => void
}

/** Who may quote a post of one's own. */
export default function PolicyDialog({ status, onClose }: Props) {
  const { automatic } = status.quote_approval
  const now = automatic.includes('public') ? 'public' : automatic.includes('followers') ? 'followers' : 'nobody'
  const [policy, setPolicy] = useState<string>(now)
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      const body = { quote_approval_policy: policy }
      keepStatuses([await put<Status>(`/api/v1/statuses/${status.id}/interaction_policy`, body)])
      toast(t('common.saved'))
      onClose()
    } catch (error) {
      toastError(error)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={t('posts.whoQuotesTitle')}
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
      <Radios
        label={<span className="unseen">{t('posts.whoQuotesTitle')}</span>}
        name="policy"
        value={policy}
        onChange={setPolicy}
        options={[
          { value: 'public', label: t('posts.anyone') },
          { value: 'followers', label: t('posts.followers') },
          { value: 'nobody', label: t('posts.nobody') },
        ]}
      />
    </Dialog>
  )
}

import { useState } from 'react'
import { post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { toastError } from '../ui/toast.tsx'
import { SearchBox } from './parts.tsx'
import css from './staff.module.css'

/** Whether an address falls under a block: the list has only hashes. */
export function MailboxTest() {
  const [answer, setAnswer] = useState('')
  const test = async (email: string) => {
    if (!email) return setAnswer('')
    try {
      const found = await post<unknown[]>('/api/v1/admin/canonical_email_blocks/test', { email })
      setAnswer(t(found.length > 0 ? 'moderation.isBlocked' : 'moderation.isNotBlocked', { email }))
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <div className={css.bar}>
      <SearchBox label={t('moderation.testMailbox')} value="" onSearch={(email) => void test(email)} />
      <p role="status">{answer}</p>
    </div>
  )
}

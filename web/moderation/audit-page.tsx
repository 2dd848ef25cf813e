import { useState } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import { ApiError, get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { toast, toastError } from '../ui/toast.tsx'
import { AuditEntries } from './audit-entries.tsx'
import { auditTypes, thingName } from './audit-words.ts'
import { Choice, SearchBox, useFilters } from './parts.tsx'
import css from './staff.module.css'
import { StaffPage } from './staff-page.tsx'

export default function AuditPage() {
  return (
    <StaffPage section="/admin/audit">
      <Audit />
    </StaffPage>
  )
}

function Audit() {
  const filters = useFilters()
  const [accountId, setAccountId] = useState<string>()
  const findPerson = async (text: string) => {
    if (!text) return setAccountId(undefined)
    try {
      setAccountId((await get<Account>('/api/v1/accounts/lookup', { acct: text.replace(/^@/, '') })).id)
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) toast(t('moderation.noSuchPerson', { name: text }))
      else toastError(error)
    }
  }
  const type = filters.of('type')
  return (
    <>
      <div className={css.filters}>
        <SearchBox label={t('moderation.byWhom')} value="" onSearch={(text) => void findPerson(text)} />
        <Choice
          label={t('moderation.what')}
          value={type}
          options={[['', t('moderation.everything')], ...auditTypes.map((one) => [one, thingName(one)] as const)]}
          onChange={(value) => filters.set({ type: value })}
        />
      </div>
      <AuditEntries {...(type && { targetType: type })} {...(accountId && { accountId })} />
    </>
  )
}

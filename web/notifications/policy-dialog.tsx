import type { Policy, PolicyChanges } from '../../server/notifications/policy/schema.ts'
import { patch } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Select } from '../ui/fields.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import css from './notifications.module.css'
import { POLICY } from './pages.ts'
import { usePolicy } from './policy.ts'

type Rule = keyof PolicyChanges

const rules = (): readonly { readonly rule: Rule; readonly label: string; readonly hint?: string }[] => [
  { rule: 'for_not_following', label: t('notifications.notFollowing') },
  {
    rule: 'for_not_followers',
    label: t('notifications.notFollowers'),
    hint: t('notifications.notFollowersHint'),
  },
  { rule: 'for_new_accounts', label: t('notifications.newAccounts'), hint: t('notifications.newAccountsHint') },
  {
    rule: 'for_private_mentions',
    label: t('notifications.privateMentions'),
    hint: t('notifications.privateMentionsHint'),
  },
  { rule: 'for_limited_accounts', label: t('notifications.limited') },
]

/** Whose notifications come through, wait apart, or never come. What is chosen holds at once. */
export function PolicyDialog({ onClose }: { readonly onClose: () => void }) {
  const policy = usePolicy()
  const verdicts = [
    { value: 'accept', label: t('notifications.verdictAccept') },
    { value: 'filter', label: t('notifications.verdictFilter') },
    { value: 'drop', label: t('notifications.verdictDrop') },
  ]
  return (
    <Dialog
      title={t('notifications.whoMay')}
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={onClose}>
          {t('common.done')}
        </Button>
      }
    >
      <p className="soft">{t('notifications.whoMayText')}</p>
      {policy.isPending && <Skeletons count={3} />}
      {policy.isError && <Failure error={policy.error} onRetry={() => void policy.refetch()} />}
      {policy.data && (
        <div className={css.rules}>
          {rules().map(({ rule, label, hint }) => (
            <Select
              key={rule}
              label={label}
              hint={hint}
              options={verdicts}
              value={policy.data[rule]}
              onChange={(event) => void change({ [rule]: event.target.value as Policy[Rule] })}
            />
          ))}
        </div>
      )}
    </Dialog>
  )
}

async function change(changes: PolicyChanges): Promise<void> {
  const before = queryClient.getQueryData<Policy>(POLICY)
  queryClient.setQueryData<Policy>(POLICY, (policy) => policy && { ...policy, ...changes })
  try {
    queryClient.setQueryData(POLICY, await patch<Policy>('/api/v2/notifications/policy', changes))
  } catch (error) {
    queryClient.setQueryData(POLICY, before)
    toastError(error)
  }
}

import type { AdminAccount } from '../../server/moderation/admin-schema.ts'
import { t } from '../messages/index.ts'
import { Empty } from '../ui/states.tsx'
import { Ago } from '../ui/time.tsx'
import { Choice, SearchBox, StaffPerson, useFilters } from './parts.tsx'
import { PendingVerbs } from './pending-verbs.tsx'
import css from './staff.module.css'
import { StaffList, useStaffPages } from './staff-list.tsx'
import { StaffPage } from './staff-page.tsx'
import { mayDecideAbout, roleName } from './standing.ts'
import { Standing } from './standing-line.tsx'

export default function AccountsPage() {
  return (
    <StaffPage section="/admin/accounts">
      <Accounts />
    </StaffPage>
  )
}

const statusOptions = () =>
  [
    ['', t('moderation.everybody')],
    ['active', t('moderation.isActive')],
    ['pending', t('moderation.isPending')],
    ['silenced', t('moderation.isSilenced')],
    ['sensitized', t('moderation.isSensitized')],
    ['disabled', t('moderation.isDisabled')],
    ['suspended', t('moderation.isSuspended')],
  ] as const

const placeOptions = () =>
  [
    ['username', t('moderation.username')],
    ['display_name', t('moderation.displayName')],
    ['email', t('moderation.email')],
    ['ip', t('moderation.ip')],
  ] as const

function Accounts() {
  const filters = useFilters()
  const [text, role, status] = [filters.of('q'), filters.of('role'), filters.of('status')]
  const place = filters.of('in') || 'username'
  const pages = useStaffPages<AdminAccount>('/api/v2/admin/accounts', {
    limit: 40,
    ...(text && { [place]: text }),
    ...(status && { status }),
    ...(role && { role_ids: [role] }),
  })
  return (
    <>
      <div className={css.filters}>
        <SearchBox label={t('moderation.findAccount')} value={text} onSearch={(q) => filters.set({ q })} />
        <Choice
          label={t('moderation.searchIn')}
          value={place}
          options={placeOptions()}
          onChange={(value) => filters.set({ in: value })}
        />
        <Choice
          label={t('moderation.state')}
          value={status}
          options={statusOptions()}
          onChange={(value) => filters.set({ status: value })}
        />
        <Choice
          label={t('moderation.role')}
          value={role}
          options={[
            ['', t('moderation.all')],
            ...['owner', 'admin', 'moderator', '-99'].map((id) => [id, roleName(id)] as const),
          ]}
          onChange={(value) => filters.set({ role: value })}
        />
      </div>
      <StaffList
        label={t('moderation.accounts')}
        pages={pages}
        keyOf={(account) => account.id}
        render={(account) => <AccountRow account={account} />}
        empty={
          <Empty icon="users" title={t('moderation.noAccounts')}>
            {t('moderation.noAccountsText')}
          </Empty>
        }
      />
    </>
  )
}

const AccountRow = ({ account }: { readonly account: AdminAccount }) => (
  <div className={css.lines}>
    <StaffPerson account={account.account} />
    <Standing account={account} />
    {account.invite_request && (
      <blockquote className={css.quoted} dir="auto">
        {account.invite_request}
      </blockquote>
    )}
    <p className={css.meta}>
      {account.email && <bdi dir="ltr">{account.email}</bdi>}
      {account.ip && <bdi dir="ltr">{account.ip}</bdi>}
      <span>{t.parts('moderation.joined', { time: <Ago key="time" at={account.created_at} /> })}</span>
    </p>
    {account.email !== null && !account.approved && mayDecideAbout(account) && <PendingVerbs account={account} />}
  </div>
)

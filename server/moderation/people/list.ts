import { isIP } from 'node:net'
import type { Static } from 'typebox'
import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { type Call, linkPages, pageOf, type Role, type Viewer } from '../../http/index.ts'
import { notFound } from '../../kit/index.ts'
import type { AccountsQuery, AccountsQueryV2, AdminAccount } from '../admin-schema.ts'
import { listPeople, type PeopleFilter, type Status } from './queries.ts'
import { adminAccounts } from './views.ts'

type V1 = Static<typeof AccountsQuery>
type V2 = Static<typeof AccountsQueryV2>

const staff: readonly Role[] = ['owner', 'admin', 'moderator']
const statuses: readonly Status[] = ['active', 'pending', 'disabled', 'silenced', 'suspended', 'sensitized']

/** As Mastodon's v1: who is not suspended, unless another state is asked for; of several the last one counts. */
export const listAccounts = (call: Call<Viewer, unknown, V1, unknown>): Promise<AdminAccount[]> =>
  page(call, {
    ...common(call.query),
    isElsewhere: call.query.remote === true || call.query.by_domain !== undefined,
    status: statuses.findLast((one) => call.query[one]) ?? 'active',
    roles: call.query.staff ? staff : null,
    invitedBy: null,
  })

export const listAccountsV2 = (call: Call<Viewer, unknown, V2, unknown>): Promise<AdminAccount[]> =>
  page(call, {
    ...common(call.query),
    isElsewhere: call.query.origin === 'remote' || call.query.by_domain !== undefined,
    status: call.query.status ?? null,
    roles: call.query.permissions === 'staff' ? staff : rolesOf(call.query.role_ids ?? []),
    invitedBy: call.query.invited_by === undefined ? null : Number(call.query.invited_by),
  })

/** Roles by their ids, as Role shows them. */
function rolesOf(ids: readonly string[]): Role[] | null {
  if (ids.length === 0) return null
  return ids.flatMap((id) => (id === '-99' ? ['user' as const] : staff.filter((role) => role === id)))
}

const common = ({ username, display_name, email, ip }: V1 | V2) => ({
  username: username?.replace(/^@/, '') ?? null,
  displayName: display_name ?? null,
  email: email ?? null,
  ip: ip ?? null,
})

/** Nobody is from elsewhere: there is no federation yet. An address that is none is nobody's. */
async function page(
  call: Call<Viewer, unknown, V1 | V2, unknown>,
  { isElsewhere, ...filter }: PeopleFilter & { isElsewhere: boolean },
): Promise<AdminAccount[]> {
  const { app, viewer } = call
  await requirePermission(app, viewer, 'manage_users')
  if (isElsewhere || (filter.ip !== null && !isRange(filter.ip))) return []
  const bounds = pageOf(call.query)
  const rows = await listPeople(app.db.read, bounds, filter)
  const ids = (bounds.upwards ? rows.toReversed() : rows).map((row) => row.id)
  linkPages(call, ids, bounds.limit)
  const found = await adminAccounts(app, ids)
  return ids.flatMap((id) => found.get(id) ?? [])
}

function isRange(text: string): boolean {
  const [address = '', bits] = text.split('/')
  const version = address.includes('%') ? 0 : isIP(address)
  return version !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
}

/** @throws Problem 403, 404. */
export async function showAccount(app: App, viewer: Viewer, id: string): Promise<AdminAccount> {
  await requirePermission(app, viewer, 'manage_users')
  return await accountForStaff(app, id)
}

/** For verbs that answer with the account that they changed. @throws Problem 404. */
export async function accountForStaff(app: App, id: string): Promise<AdminAccount> {
  const found = (await adminAccounts(app, [Number(id)])).get(Number(id))
  if (!found) throw notFound()
  return found
}

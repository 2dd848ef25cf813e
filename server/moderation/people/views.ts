import { accountEntries, roleJson } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import type { AdminAccount } from '../admin-schema.ts'
import type { AccountWarning } from '../schema.ts'
import { type PersonRow, personRows, warningRows } from './queries.ts'

/** Accounts as staff see them, by id; deleted ones included. Two statements at most, whatever is asked for. */
export async function adminAccounts(app: App, ids: Iterable<number>): Promise<Map<number, AdminAccount>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const [entries, rows] = await Promise.all([accountEntries(app, wanted), personRows(app.db.read, wanted)])
  return new Map(
    rows.flatMap((row) => {
      const entry = entries.get(row.id)
      return entry ? [[row.id, present(row, entry.json)] as const] : []
    }),
  )
}

const present = (row: PersonRow, account: AdminAccount['account']): AdminAccount => ({
  id: String(row.id),
  username: row.username,
  domain: null,
  created_at: row.created_at.toISOString(),
  email: row.email,
  ip: row.ips[0]?.ip ?? null,
  ips: row.ips.map(({ ip, used_at }) => ({ ip, used_at: new Date(used_at).toISOString() })),
  locale: row.locale,
  invite_request: row.reason || null,
  role: roleJson(row.role),
  confirmed: row.confirmed,
  approved: row.approved,
  disabled: row.disabled,
  silenced: row.silenced,
  suspended: row.suspended,
  sensitized: row.sensitized,
  created_by_application_id: row.app_id === null ? null : String(row.app_id),
  invited_by_account_id: row.invited_by === null ? null : String(row.invited_by),
  account,
})

/** Mastodon's AccountWarning by id, for the notifications of those whom they are about. */
export async function warningsJson(app: App, ids: readonly number[]): Promise<Map<number, AccountWarning>> {
  if (ids.length === 0) return new Map()
  const rows = await warningRows(app.db.read, [...ids])
  const accounts = await accountEntries(
    app,
    rows.map((row) => row.target_account_id),
  )
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: String(row.id),
        action: row.action,
        text: row.text,
        status_ids: row.status_ids.map(String),
        target_account: accounts.get(row.target_account_id)!.json,
        appeal: null,
        created_at: row.created_at.toISOString(),
      },
    ]),
  )
}

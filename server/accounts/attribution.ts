import type { App } from '../app.ts'
import { profileRow } from './queries.ts'
import { accountEntries, accountIdByAcct, isVisible } from './views.ts'

export interface Attribution {
  readonly accountId: number
  /** Its owner lists the page's host, or a domain that it belongs to: a page alone cannot make anybody its author. */
  readonly attests: boolean
}

/** The account behind `user@host` if it is of this network, and whether it says what the page says. Otherwise null. */
export async function attributionOf(app: App, acct: string, pageHost: string): Promise<Attribution | null> {
  const id = await accountIdByAcct(app, acct)
  if (id === null) return null
  const entry = (await accountEntries(app, [id])).get(id)
  const [profile] = await profileRow(app.db.read, id)
  if (!entry || !isVisible(entry.row) || !profile) return null
  const attests = profile.attribution_domains.some((domain) => pageHost === domain || pageHost.endsWith(`.${domain}`))
  return { accountId: id, attests }
}

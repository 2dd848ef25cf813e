import type { App } from '../app.ts'
import { profileRow } from './queries.ts'
import { accountEntries, accountIdByAcct, isVisible } from './views.ts'

/**
 * The account behind `user@host` if it is of this network and its owner lists the page's host (or a domain that it
 * belongs to) among their `attribution_domains`: a page alone cannot make anybody its author. Otherwise null.
 */
export async function accountAttestedBy(app: App, acct: string, pageHost: string): Promise<number | null> {
  const id = await accountIdByAcct(app, acct)
  if (id === null) return null
  const entry = (await accountEntries(app, [id])).get(id)
  const [profile] = await profileRow(app.db.read, id)
  if (!entry || !isVisible(entry.row) || !profile) return null
  const attests = profile.attribution_domains.some((domain) => pageHost === domain || pageHost.endsWith(`.${domain}`))
  return attests ? id : null
}

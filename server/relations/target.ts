import { type AccountEntry, requireAccount } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { forbidden } from '../kit/index.ts'

/**
 * The account that somebody wants to relate to.
 *
 * @throws Problem 404 when it is not there, is gone or suspended; 403 when it is their own.
 */
export async function requireOther(app: App, viewer: Viewer, id: string): Promise<AccountEntry> {
  const target = await requireAccount(app, id)
  if (target.row.id === viewer.accountId) throw forbidden('You cannot do this to yourself.')
  return target
}

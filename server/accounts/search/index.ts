import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { notFound } from '../../kit/index.ts'
import type { Account, SearchQuery } from '../schema.ts'
import { followedBy } from '../signals.ts'
import { accountIdByAcct, accountsJson, requireAccount } from '../views.ts'
import { accountsByText } from './queries.ts'

const LONGEST = 100

/** Accounts whose name or display name begins with the text, or has it inside; `@name`, `name@this.host` and a profile's address too. */
export async function searchAccounts(
  app: App,
  viewer: Viewer | null,
  query: Omit<SearchQuery, 'resolve'>,
): Promise<Account[]> {
  const text = nameIn(app, query.q.trim())
  if (text === '' || text.length > LONGEST) return []
  const followed = viewer ? ((await app.bus.ask(followedBy, { accountId: viewer.accountId })) ?? []) : []
  const rows = await accountsByText(app.db.read, {
    text,
    among: query.following === true && viewer ? followed : null,
    followed,
    limit: query.limit,
    offset: query.offset,
  })
  return await accountsJson(
    app,
    rows.map((row) => row.id),
  )
}

/** `https://here/@ann`, `@ann@here`, `ann@here`, `@ann` -> `ann`; a text of any other kind stays. */
function nameIn(app: App, text: string): string {
  const path = text.startsWith(`${app.config.url}/@`) ? text.slice(app.config.url.length + 1) : text
  const name = /^@?([A-Za-z0-9_]+)(?:@(\S+))?$/.exec(path)
  if (!name) return text
  return name[2] === undefined || name[2].toLowerCase() === app.config.domain ? name[1]! : text
}

/** By its name alone: the fastest way to a profile. @throws Problem 404. */
export async function lookupAccount(app: App, acct: string): Promise<Account> {
  const id = await accountIdByAcct(app, acct.trim())
  if (id === null) throw notFound()
  return (await requireAccount(app, id)).json
}

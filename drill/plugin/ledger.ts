/**
 * A plugin that only the drill loads (docs/plugins.md): money, as small as it can be. It stands where a ledger would:
 * rows of class `home`, written through `transactHome` and read through `readHome`, like any module's.
 */
import Type from 'typebox'
import type { App, Module } from '../../server/app.ts'
import { route } from '../../server/http/index.ts'
import { badRequest, unprocessable } from '../../server/kit/index.ts'
import { onceAtHome, readHome, transactHome } from '../../server/sites/index.ts'
import type { Read, Tx } from '../../server/storage/index.ts'

const ACCOUNTS = 8
const EACH = 1000

interface Account {
  readonly account: number
  readonly balance: number
  readonly version: number
}

const Account = Type.Object({ account: Type.Integer(), balance: Type.Integer(), version: Type.Integer() })
const TransferBody = Type.Object({
  from: Type.Integer(),
  to: Type.Integer(),
  amount: Type.Integer({ minimum: 1, maximum: 1000 }),
})
const Done = Type.Object({ key: Type.String() })

const balances = (read: Read) => read<Account>`select account, balance, version from ledger_accounts order by account`

/** Accounts with money in them, once. */
const openAccounts = (app: App) =>
  transactHome(app, async (tx) => {
    for (let account = 0; account < ACCOUNTS; account++) {
      await tx`insert into ledger_accounts (account, balance) values (${account}, ${EACH}) on conflict do nothing`
    }
    return await balances(tx)
  })

interface Transfer {
  readonly from: number
  readonly to: number
  readonly amount: number
}

async function move(tx: Tx, key: string, { from, to, amount }: Transfer): Promise<{ key: string }> {
  // Locked in one order, so that no two transfers wait for each other.
  const rows = await tx<Account>`
    select account, balance, version from ledger_accounts
     where account in (${from}, ${to}) order by account for update`
  const [giver, taker] = [rows.find((row) => row.account === from), rows.find((row) => row.account === to)]
  if (!giver || !taker || giver === taker) throw badRequest('Name two accounts that there are.')
  if (giver.balance < amount) throw unprocessable('There is not so much money in that account.')
  await tx`update ledger_accounts set balance = balance - ${amount}, version = version + 1 where account = ${from}`
  await tx`update ledger_accounts set balance = balance + ${amount}, version = version + 1 where account = ${to}`
  await tx`
    insert into ledger_transfers (key, from_account, to_account, amount, from_version, to_version, site)
    values (${key}, ${from}, ${to}, ${amount}, ${giver.version + 1}, ${taker.version + 1}, tweeter.site())`
  return { key }
}

/** @param key asked again with the same one, it is not done again. */
const transfer = (app: App, key: string, body: Transfer) =>
  onceAtHome(app, { scope: 'drill', key, asked: body }, (tx) => move(tx, key, body))

const ledger: Module = {
  name: 'ledger',
  migrations: new URL('./ledger/', import.meta.url),
  routes: [
    route({
      method: 'POST',
      url: '/api/drill/open',
      scope: 'public',
      limit: 'write',
      summary: 'Open the accounts of the drill',
      reply: Type.Array(Account),
      handle: ({ app }) => openAccounts(app),
    }),
    route({
      method: 'POST',
      url: '/api/drill/transfers',
      scope: 'public',
      limit: 'write',
      summary: 'Move money from one account of the drill to another',
      body: TransferBody,
      reply: Done,
      handle: ({ app, body, request }) => transfer(app, String(request.headers['idempotency-key']), body),
    }),
    route({
      method: 'GET',
      url: '/api/drill/balances',
      scope: 'public',
      limit: 'read',
      summary: 'What is in the accounts of the drill, at one moment',
      reply: Type.Array(Account),
      handle: ({ app }) => readHome(app, balances),
    }),
  ],
}
export default ledger

import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import {
  addAccount,
  approveAccount,
  confirmAccount,
  deleteAccount,
  type KnownAccount,
  knownAccount,
  newestAccounts,
  setPassword,
  turnOffSecondFactor,
} from '../server/accounts/index.ts'
import type { App } from '../server/app.ts'
import { createApp, issueToken } from '../server/oauth/index.ts'
import { type Tx, transact } from '../server/storage/index.ts'
import { printJson, withApp } from './app.ts'
import { type Call, WrongUse } from './command.ts'
import { columns } from './help.ts'

const ROLES = ['owner', 'admin', 'moderator', 'user'] as const

export async function create(call: Call): Promise<void> {
  const role = call.oneOf('role', ROLES)
  const wish = {
    username: call.args[0]!.replace(/^@/, ''),
    email: call.text('email') ?? null,
    password: await passwordOf(call),
    role,
  }
  const made = await withApp({ command: 'account create', writes: true }, (app) =>
    addAccount(app, wish, async (tx, { id, role }) => ({
      id: String(id),
      username: wish.username,
      role,
      ...(call.has('token') ? { token: await tokenFor(tx, id, role) } : {}),
    })),
  )
  console.error(`Made @${made.username}, ${made.role === 'user' ? 'an ordinary user' : made.role}.`)
  if (wish.password === null && !made.token) {
    console.error(`It cannot sign in yet: tweeter account password ${made.username}`)
  }
  if (call.has('json')) return printJson(made)
  console.log(made.id)
  if (made.token) console.log(made.token)
}

/** For everything that the person may do. */
async function tokenFor(tx: Tx, accountId: number, role: string): Promise<string> {
  const scopes = ['read', 'write', 'follow', 'push', ...(role === 'user' ? [] : ['admin:read', 'admin:write'])]
  const redirectUris = ['urn:ietf:wg:oauth:2.0:oob']
  const app = await createApp(tx, { name: 'Command line', website: null, redirectUris, scopes })
  return (await issueToken(tx, { appId: app.id, accountId, scopes })).token
}

/** `-` is read from the standard input, so that the password stands in no list of processes. */
async function passwordOf(call: Call): Promise<string | null> {
  const given = call.text('password')
  if (given !== '-') return given ?? null
  for await (const line of createInterface({ input: process.stdin })) return line
  throw new WrongUse('The standard input has no line to take as the password.')
}

export async function list(call: Call): Promise<void> {
  const limit = call.number('limit', 1, 1_000_000) ?? 40
  const all = await withApp({ command: 'account list' }, (app) => newestAccounts(app, limit))
  if (call.has('json')) return printJson(all.map(forPrograms))
  const rows = all.map((one) => [
    `@${one.username}`,
    one.role ?? '-',
    stateOf(one),
    one.email ?? '',
    `${one.posts}`,
    `${one.followers}`,
    one.created_at.toISOString().slice(0, 10),
  ])
  for (const line of columns([['NAME', 'ROLE', 'STATE', 'E-MAIL', 'POSTS', 'FOLLOWERS', 'SINCE'], ...rows], '')) {
    console.log(line)
  }
}

export async function show(call: Call): Promise<void> {
  const one = forPrograms(await withApp({ command: 'account show' }, (app) => knownAccount(app, call.args[0]!)))
  if (call.has('json')) return printJson(one)
  const rows = Object.entries(one).map(([key, value]) => [
    key,
    value instanceof Date ? value.toISOString() : `${value ?? ''}`,
  ])
  for (const line of columns(rows, '')) console.log(line)
}

const forPrograms = ({ id, ...rest }: KnownAccount) => ({ id: String(id), state: stateOf({ id, ...rest }), ...rest })

function stateOf(one: KnownAccount): string {
  if (one.deleted_at) return 'deleted'
  if (one.suspended_at) return 'suspended'
  if (one.role === null) return 'imported'
  if (!one.confirmed_at) return 'unconfirmed'
  return one.approved_at ? 'active' : 'waiting'
}

export const approve = (call: Call): Promise<void> =>
  change(call, 'approve', (app, { id, username, approved_at }) => {
    if (approved_at) return say(`@${username} was let in already.`)
    return transact(app.db, (tx) => approveAccount(app, tx, id)).then(() => say(`@${username} is in.`))
  })

export const confirm = (call: Call): Promise<void> =>
  change(call, 'confirm', (app, { id, username, confirmed_at }) => {
    if (confirmed_at) return say(`The address of @${username} was confirmed already.`)
    return transact(app.db, (tx) => confirmAccount(tx, id, app.now())).then(() =>
      say(`The address of @${username} counts as confirmed.`),
    )
  })

export async function password(call: Call): Promise<void> {
  const given = await passwordOf(call)
  const made = given ?? randomBytes(12).toString('base64url')
  await change(call, 'password', async (app, { id, username }) => {
    await setPassword(app, id, made)
    console.error(`@${username} has a new password and is signed out everywhere.`)
    if (given === null) console.log(made)
  })
}

export const dropSecondFactor = (call: Call): Promise<void> =>
  change(call, 'drop-second-factor', async (app, { id, username }) => {
    const had = await turnOffSecondFactor(app, id, 'operator')
    say(had ? `@${username} signs in with the password alone now.` : `@${username} had no second factor.`)
  })

export const remove = (call: Call): Promise<void> =>
  change(call, 'delete', async (app, { id, username }) => {
    if (!call.has('yes')) await ask(username)
    await deleteAccount(app, id)
    console.log(`@${username} is deleted.`)
  })

async function ask(username: string): Promise<void> {
  if (!process.stdin.isTTY) throw new WrongUse(`Deleting @${username} cannot be undone: say --yes.`)
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(`Delete @${username} for good? Type the name to go on: `)
  lines.close()
  if (answer.trim().replace(/^@/, '') !== username) throw new Error('Nothing was deleted.')
}

/** Does something to the account that the command names. */
async function change(
  call: Call,
  verb: string,
  work: (app: App, account: KnownAccount) => Promise<void> | void,
): Promise<void> {
  await withApp({ command: `account ${verb}`, writes: true }, async (app) => {
    const account = await knownAccount(app, call.args[0]!)
    if (account.deleted_at) throw new Error(`@${account.username} was deleted.`)
    if (account.role === null) throw new Error(`@${account.username} was imported: no person can sign in to it.`)
    await work(app, account)
  })
}

const say = (line: string): void => console.log(line)

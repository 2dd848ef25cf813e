/** The same things in as few tables as will do: what is compared is the replication, not the network. */
import type { Database, Read, Tx } from '../../server/storage/index.ts'
import type { Act, Balance } from '../history.ts'
import { registerOf } from '../history.ts'
import type { TransferRow } from '../queries.ts'

export const ACCOUNTS = 8
export const EACH = 1000

export const makeTables = (db: Database) =>
  db.pool.unsafe(`
    create table posts (id text primary key, author text not null, text text not null, deleted boolean not null default false,
      at timestamptz not null default clock_timestamp());
    create table registers (object text primary key, value jsonb not null);
    create table signed_out (token text primary key);
    create table names (name text primary key);
    create table accounts (account integer primary key, balance bigint not null check (balance >= 0), version bigint not null default 0);
    create table transfers (id bigserial primary key, key text not null, from_account integer, to_account integer,
      amount bigint, from_version bigint, to_version bigint);
    insert into accounts (account, balance) select n, ${EACH} from generate_series(0, ${ACCOUNTS - 1}) n;`)

export const readBalances = (read: Read) =>
  read<Balance>`select account, balance, version from accounts order by account`

export const readTransfers = (db: Database) => db.read<TransferRow>`
  select id, key, from_account as "from", to_account as "to", amount, from_version as "fromVersion",
         to_version as "toVersion", 0 as site from transfers order by id`

export const readPosts = (db: Database) => db.read<{ id: string; text: string }>`
  select id, text from posts where not deleted`
export const readRegisters = (db: Database) => db.read<{ object: string; value: string | boolean }>`
  select object, value from registers`
export const readNames = (db: Database) => db.read<{ name: string }>`select name from names`
export const readSignedOut = (db: Database) => db.read<{ token: string }>`select token from signed_out`
export const readNewest = (read: Read) => read`select id, text from posts where not deleted order by at desc limit 20`

export class Refused extends Error {}

async function transfer(tx: Tx, { key, from, to, amount }: Extract<Act, { kind: 'transfer' }>): Promise<void> {
  const rows = await tx<Balance>`
    select account, balance, version from accounts where account in (${from}, ${to}) order by account for update`
  const [before] = await tx`select from transfers where key = ${key}`
  if (before) return
  const [giver, taker] = [rows.find((row) => row.account === from)!, rows.find((row) => row.account === to)!]
  if (giver.balance < amount) throw new Refused('There is not so much money in that account.')
  await tx`update accounts set balance = balance - ${amount}, version = version + 1 where account = ${from}`
  await tx`update accounts set balance = balance + ${amount}, version = version + 1 where account = ${to}`
  await tx`insert into transfers (key, from_account, to_account, amount, from_version, to_version)
    values (${key}, ${from}, ${to}, ${amount}, ${giver.version + 1}, ${taker.version + 1})`
}

/** @returns the id of a post that was made. @throws Refused when it is not to be. */
export async function write(tx: Tx, act: Act): Promise<string | undefined> {
  switch (act.kind) {
    case 'post': {
      const id = crypto.randomUUID()
      await tx`insert into posts (id, author, text) values (${id}, ${act.by}, ${act.text})`
      return id
    }
    case 'edit':
      if ((await tx`update posts set text = ${act.value} where id = ${act.post} and not deleted`).count === 0)
        throw new Refused('There is no such post.')
      return
    case 'delete':
      if ((await tx`update posts set deleted = true where id = ${act.post} and not deleted`).count === 0)
        throw new Refused('There is no such post.')
      return
    case 'sign-out':
      await tx`insert into signed_out (token) values (${act.token}) on conflict do nothing`
      return
    case 'register':
      if ((await tx`insert into names (name) values (${act.name}) on conflict do nothing`).count === 0)
        throw new Refused('Somebody has that name.')
      return
    case 'transfer':
      return void (await transfer(tx, act))
    default: {
      const set = registerOf(act)
      if (set) {
        await tx`insert into registers (object, value) values (${set.object}, ${tx.json(set.value)})
          on conflict (object) do update set value = excluded.value`
      }
    }
  }
}

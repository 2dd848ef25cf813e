import { giveUpMail, liftByHand, type QueuedMail, readQueue, retryAllMails, retryMail } from '../server/mail/index.ts'
import { transact } from '../server/storage/index.ts'
import { printJson, withApp } from './app.ts'
import { type Call, WrongUse } from './command.ts'
import { columns } from './help.ts'

const firstLine = (text: string) => text.split('\n')[0]!.slice(0, 100)
const day = (at: Date) => at.toISOString().slice(0, 19)

const asJson = (mail: QueuedMail) => ({ ...mail, id: String(mail.id) })
const asRow = ({ id, state, to_address, template, attempts, next_try_at, last_error }: QueuedMail) => [
  String(id),
  state,
  to_address,
  template,
  String(attempts),
  state === 'waiting' ? day(next_try_at) : '',
  firstLine(last_error ?? ''),
]

export async function list(call: Call): Promise<void> {
  const limit = call.number('limit', 1, 100_000) ?? 100
  await withApp({ command: 'mail' }, async ({ db }) => {
    const { counts, waiting, failed } = await readQueue(db.read, limit)
    if (call.has('json')) {
      return printJson({
        counts: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
        waiting: waiting.map(asJson),
        failed: failed.map(asJson),
      })
    }
    const rows = [...waiting, ...failed].map(asRow)
    if (rows.length === 0) return console.log('Nothing waits, and nothing went wrong.')
    const head = ['ID', 'STATE', 'TO', 'WHAT', 'TRIES', 'NEXT (UTC)', 'LAST ERROR']
    for (const line of columns([head, ...rows], '')) console.log(line)
    console.log(counts.map(({ state, count }) => `${count} ${state}`).join(', '))
  })
}

function idOf(text: string): number {
  if (!/^\d{1,16}$/.test(text)) throw new WrongUse(`"${text}" is not the id of a mail; \`tweeter mail\` lists them.`)
  return Number(text)
}

export async function retry(call: Call): Promise<void> {
  const ids = call.args.map(idOf)
  if (call.has('all') === ids.length > 0) throw new WrongUse('Name the mails by their ids, or say --all.')
  const count = await withApp({ command: 'mail retry' }, async (app) => {
    if (call.has('all')) return await transact(app.db, (tx) => retryAllMails(app, tx))
    await transact(app.db, (tx) => retryMail(app, tx, ...ids))
    return ids.length
  })
  if (call.has('json')) return printJson({ retried: count })
  console.log(`${count} ${count === 1 ? 'mail' : 'mails'} will be sent at once.`)
}

export async function drop(call: Call): Promise<void> {
  const id = idOf(call.args[0]!)
  await withApp({ command: 'mail drop' }, ({ db }) => transact(db, (tx) => giveUpMail(tx, id)))
  console.log(`Mail ${id} will not be sent.`)
}

export async function suppressions(call: Call): Promise<void> {
  const limit = call.number('limit', 1, 100_000) ?? 100
  await withApp({ command: 'mail suppressions' }, async ({ db }) => {
    const rows = (await readQueue(db.read, limit)).suppressions
    if (call.has('json')) return printJson(rows)
    if (rows.length === 0) return console.log('No address is suppressed.')
    const lines = rows.map((row) => [row.address, row.reason, day(row.suppressed_at), firstLine(row.detail)])
    for (const line of columns([['ADDRESS', 'REASON', 'SINCE (UTC)', 'WHAT WAS SAID'], ...lines], '')) console.log(line)
  })
}

export async function lift(call: Call): Promise<void> {
  const address = call.args[0]!
  await withApp({ command: 'mail lift', writes: true }, ({ db }) => transact(db, (tx) => liftByHand(tx, address)))
  console.log(`Mail goes to ${address} again.`)
}

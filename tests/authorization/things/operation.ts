/** What those who run the machine have before them: work that failed, mails, addresses that mail is kept from. */
import { createHash } from 'node:crypto'
import { html } from '../../../server/kit/index.ts'
import { sendMail, suppress, template } from '../../../server/mail/index.ts'
import { read } from '../../../server/moderation/automation/testing.ts'
import { transact } from '../../../server/storage/index.ts'
import type { Maker } from './index.ts'
import { newSign } from './posts.ts'

const hello = template<object>(
  'tests.hello',
  () => 'A subject',
  () => 'Hello.',
  () => html`<p>Hello.</p>`,
)

const parkedJob: Maker = async ({ world }) => {
  const sign = newSign()
  // Of a mail that is not there, so that it does nothing when it is run.
  const [job] = await world.app.db.pool<{ id: number }[]>`
    insert into tweeter.jobs (listener, fact, attempts, last_error, parked_at)
    values ('mail.deliver', '{"mailId": 0}', 40, ${sign}, now()) returning id`
  return { params: { id: String(job!.id) }, sign }
}

const waitingMail: Maker = async ({ world }) => {
  const sign = newSign()
  const mail = { to: `${sign}@people.example`, template: hello, data: {} }
  const id = await transact(world.app.db, (tx) => sendMail(tx, mail))
  return { params: { id: String(id) }, sign }
}

const suppressedAddress: Maker = async ({ world }) => {
  const sign = newSign()
  const address = `${sign}@people.example`
  await transact(world.app.db, (tx) => suppress(world.app, tx, address, 'bounced'))
  return { params: { id: createHash('sha256').update(address).digest('hex') }, sign }
}

/** A person who is nobody in the cast, with a name by which the answer is known. */
const automated: Maker = async ({ world }) => {
  const sign = newSign()
  const { id: accountId } = await world.account(sign)
  await read(world, { accountId: Number(accountId), requests: 900, gapMeanMs: 1000, gapDeviationMs: 5 })
  const [row] = await world.app.db.pool<{ id: number }[]>`
    select id from automation_proposals where account_id = ${Number(accountId)}`
  return { params: { id: String(row!.id) }, sign }
}

const limited: Maker = async (stage) => {
  const thing = await automated(stage)
  const until = new Date(stage.world.app.now().getTime() + 3_600_000)
  await stage.world.app.db.pool`
    update automation_proposals set state = 'limited', limited_until = ${until} where id = ${Number(thing.params!.id)}`
  return thing
}

export const operation: Record<string, Maker> = {
  'a parked job': parkedJob,
  'a mail that waits': waitingMail,
  'a suppressed address': suppressedAddress,
  'an account that looks automated': automated,
  'an account limited for automation': limited,
}

/** Push and mail go out once, whichever site it happened at and whichever site people use. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startMailServer } from '../../mail/testing.ts'
import { openPushService, subscribeApp } from '../../push/testing.ts'
import { othersWrote, pulse } from '../../signals/index.ts'
import { at, openReplicated, type Replicated, type Site } from './two.testing.ts'

const MINUTE_MS = 60_000
const mails = await startMailServer({ after } as never)
const service = await openPushService()
let two: Replicated
let east: Site
let west: Site
before(async () => {
  const env = {
    TWEETER_OUTGOING_ALLOW: '127.0.0.0/8',
    SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
  }
  two = await openReplicated({ env })
  ;({ east, west } = two)
  // A site that joins has the key of the first.
  const [keys] = await east.app.db.read<{ public_key: string; private_key: Buffer }>`select * from push_keys`
  await west.app.db.pool`
    update push_keys set public_key = ${keys!.public_key}, private_key = ${keys!.private_key}`
  pulse(west.app.bus, othersWrote, {})
})
after(async () => {
  await two.close()
  await service.close()
})

test('each app hears once of what happens at either site; one mail tells of all of it', async () => {
  const alice = await east.account('told_alice')
  const fans = [await east.account('told_fan'), await east.account('told_other')]
  const phone = await subscribeApp(east, service, alice, {})
  await two.settle()
  const pass = async (ms: number) => {
    for (const site of [east, west]) site.pass(ms)
    await two.settle()
  }
  await pass(60 * MINUTE_MS)
  await at(east, fans[0]!).post('/api/v1/statuses', { status: 'First, @told_alice' })
  await two.settle()
  await at(west, fans[1]!).post('/api/v1/statuses', { status: 'Second, @told_alice' })
  await two.settle()
  assert.deepEqual(phone.titles().toSorted(), ['@told_fan mentioned you', '@told_other mentioned you'])
  for (let n = 0; n < 4; n++) await pass(6 * MINUTE_MS)
  const hers = mails.received.filter(({ to }) => to[0] === 'told_alice@people.example')
  assert.equal(hers.length, 1)
  assert.match(String(hers[0]!.mail.text), /First,.*Second,|Second,.*First,/s)
})

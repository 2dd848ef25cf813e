import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { createRestAPIClient } from 'masto'
import { openWorld } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)
const owner = await world.account('olga', { role: 'owner' })
const bob = await world.account('bob')
const ann = await world.account('ann')
const url = await world.listen()
const { v1 } = createRestAPIClient({ url, accessToken: owner.token })
const { admin } = v1
const reporter = createRestAPIClient({ url, accessToken: ann.token })

test('masto.js: accounts', async () => {
  const list = await admin.accounts.list({ username: 'bob' })
  assert.deepEqual([list.length, list[0]!.email], [1, 'bob@people.example'])
  const one = admin.accounts.$select(bob.id)
  for (const [type, state, undo] of [
    ['sensitive', 'sensitized', 'unsensitive'],
    ['silence', 'silenced', 'unsilence'],
    ['disable', 'disabled', 'enable'],
    ['suspend', 'suspended', 'unsuspend'],
  ] as const) {
    await one.action.create({ type, text: 'No.' })
    assert.equal((await one.fetch())[state], true, type)
    assert.equal((await one[undo]())[state], false, undo)
  }
  await assert.rejects(one.approve(), /waits for approval/)
})

test('masto.js: reports', async () => {
  const status = await createRestAPIClient({ url, accessToken: bob.token }).v1.statuses.create({ status: 'Buy' })
  const sent = await reporter.v1.reports.create({ accountId: bob.id, statusIds: [status.id], comment: 'Spam' })
  assert.equal(sent.targetAccount.id, bob.id)
  const one = admin.reports.$select(sent.id)
  assert.equal((await one.fetch()).statuses[0]!.id, status.id)
  assert.equal((await admin.reports.list()).length, 1)
  assert.equal((await one.assignToSelf()).assignedAccount!.id, owner.id)
  assert.equal((await one.unassign()).assignedAccount, null)
  assert.equal((await one.resolve()).actionTaken, true)
  assert.equal((await one.reopen()).actionTaken, false)
})

test('masto.js: blocks of every kind', async () => {
  const mail = await admin.emailDomainBlocks.create({ domain: 'bad.example' })
  assert.equal((await admin.emailDomainBlocks.$select(mail.id).fetch()).history.length, 7)
  assert.equal((await admin.emailDomainBlocks.list()).length, 1)
  await admin.emailDomainBlocks.$select(mail.id).remove()

  const box = await admin.canonicalEmailBlocks.create({ email: 'a.b@c.example' })
  assert.equal((await admin.canonicalEmailBlocks.test({ email: 'ab+x@c.example' }))[0]!.id, box.id)
  assert.equal((await admin.canonicalEmailBlocks.$select(box.id).fetch()).canonicalEmailHash, box.canonicalEmailHash)
  assert.equal((await admin.canonicalEmailBlocks.list()).length, 1)
  await admin.canonicalEmailBlocks.$select(box.id).remove()

  const ip = await admin.ipBlocks.create({ ip: '192.0.2.1', severity: 'sign_up_requires_approval', expiresIn: 60 })
  assert.equal((await admin.ipBlocks.$select(ip.id).update({ severity: 'sign_up_block' })).severity, 'sign_up_block')
  assert.equal((await admin.ipBlocks.$select(ip.id).fetch()).ip, '192.0.2.1/32')
  assert.equal((await admin.ipBlocks.list()).length, 1)
  await admin.ipBlocks.$select(ip.id).remove()

  const network = await admin.domainBlocks.create({ domain: 'evil.example', severity: 'suspend' })
  const other = await admin.domainBlocks.$select(network.id).update({ severity: 'silence', rejectMedia: true })
  assert.deepEqual([other.severity, other.rejectMedia], ['silence', true])
  assert.equal((await admin.domainBlocks.$select(network.id).fetch()).domain, 'evil.example')
  assert.equal((await admin.domainBlocks.list()).length, 1)
  await admin.domainBlocks.$select(network.id).remove()

  const friend = await admin.domainAllows.create({ domain: 'good.example' })
  assert.equal((await admin.domainAllows.$select(friend.id).fetch()).domain, 'good.example')
  assert.equal((await admin.domainAllows.list()).length, 1)
  await admin.domainAllows.$select(friend.id).remove()
  assert.equal((await admin.domainAllows.list()).length, 0)
})

test('masto.js: measures, dimensions and retention', async () => {
  const endAt = new Date().toISOString()
  const startAt = new Date(Date.now() - 3 * 24 * 3600 * 1000).toISOString()
  const [users] = await admin.measures.create({ keys: ['new_users'], startAt, endAt })
  assert.deepEqual([users!.total, users!.data.length], ['3', 4])
  const [uses] = await admin.measures.create({ keys: ['tag_uses'], startAt, endAt, tagUses: { id: 'cats' } })
  assert.equal(uses!.total, '0')
  const [versions] = await admin.dimensions.create({ keys: ['software_versions'], startAt, endAt })
  assert.equal(versions!.data[0]!.key, 'tweeter')
  const cohorts = await admin.retention.create({ startAt, endAt, frequency: 'day' })
  assert.equal(cohorts.length, 4)
})

test('masto.js: somebody else is told in words that they may not', async () => {
  await assert.rejects(reporter.v1.admin.accounts.$select(bob.id).fetch(), /your role does not include it/)
  assert.deepEqual(world.complaints, [])
})

/** What happens to a mail whose process dies while it is handed over, at every moment that matters. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freshDatabase } from '../../testing/cluster.ts'
import type { App } from '../app.ts'
import { readConfig } from '../config/index.ts'
import { html } from '../kit/index.ts'
import { Bus, listJobs } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { mail, sendMail, template } from './index.ts'
import { startMailServer } from './testing.ts'

const hello = template<object>(
  'tests.hello',
  () => 'Hello',
  () => 'Hello.',
  () => html`<p>Hello.</p>`,
)

async function outbox(t: TestContext) {
  const { db, drop, socketDir, name } = await freshDatabase()
  t.after(drop)
  const server = await startMailServer(t)
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const now = () => new Date()
  const bus = new Bus(db, log, now)
  mail.listen!(bus, { config: readConfig({}), db, log, now, bus } as unknown as App)
  const script = fileURLToPath(new URL('./dying.testing.ts', import.meta.url))
  return {
    server,
    send: (optional: boolean) =>
      transact(db, (tx) => sendMail(tx, { to: 'ann@example.org', template: hello, data: {}, optional })),
    /** Not spawnSync: this process is the mail server. */
    run: (moment: string) =>
      new Promise<NodeJS.Signals | number | null>((resolve) => {
        const args = [script, socketDir, name, `smtp://127.0.0.1:${server.port}`, moment]
        const child = spawn(process.execPath, args, { stdio: 'inherit' })
        child.once('exit', (code, signal) => resolve(signal ?? code))
      }),
    state: async (id: number) =>
      (await db.read<{ state: string }>`select state from tweeter.mails where id = ${id}`)[0]?.state,
    jobs: async () => (await listJobs(db.read, 10)).length,
  }
}

test('killed after the 250: an optional mail is never sent twice, and the row says what is not known', async (t) => {
  const { server, send, run, state, jobs } = await outbox(t)
  const id = await send(true)
  assert.equal(await run('after-250'), 'SIGKILL')
  assert.deepEqual([server.received.length, await state(id)], [1, 'sending'])
  assert.equal(await run('never'), 0)
  assert.deepEqual([server.received.length, await state(id), await jobs()], [1, 'unknown', 0])
})

test('killed after the 250: a mail that must arrive comes again, once for each death, as the same message', async (t) => {
  const { server, send, run, state, jobs } = await outbox(t)
  const id = await send(false)
  assert.equal(await run('after-250'), 'SIGKILL')
  assert.equal(await run('never'), 0)
  assert.equal(await run('never'), 0)
  assert.deepEqual([server.received.length, await state(id), await jobs()], [2, 'sent', 0])
  assert.equal(server.received[0]!.mail.messageId, server.received[1]!.mail.messageId)
})

test('killed before the message has ended: nothing was taken, and either arrives once', async (t) => {
  const { server, send, run, state } = await outbox(t)
  const ids = [await send(true), await send(false)]
  assert.equal(await run('before-end'), 'SIGKILL')
  assert.deepEqual([server.received.length, await state(ids[0]!)], [0, 'waiting'])
  assert.equal(await run('never'), 0)
  assert.deepEqual(await Promise.all(ids.map(state)), ['sent', 'sent'])
  assert.equal(server.received.length, 2)
})

test('killed between the note and the end of the message: what is not optional still arrives', async (t) => {
  const { server, send, run, state } = await outbox(t)
  const id = await send(false)
  assert.equal(await run('marked'), 'SIGKILL')
  assert.deepEqual([server.received.length, await state(id)], [0, 'sending'])
  assert.equal(await run('never'), 0)
  assert.deepEqual([server.received.length, await state(id)], [1, 'sent'])
})

test('the answer to the end of a message is lost on the way: as if the process had died', async (t) => {
  for (const [optional, fate, copies] of [
    [true, 'unknown', 1],
    [false, 'waiting', 1],
  ] as const) {
    const { server, send, run, state } = await outbox(t)
    const id = await send(optional)
    server.hangUp = true
    assert.equal(await run('never'), 0)
    assert.deepEqual([server.received.length, await state(id)], [copies, fate])
    server.hangUp = false
  }
})

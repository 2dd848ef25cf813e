/** Run by twice.test.ts as a process of its own: delivers what is due, and dies at the moment it is told. */
import type { App } from '../app.ts'
import { readConfig } from '../config/index.ts'
import { Bus, drainJobs } from '../signals/index.ts'
import { connect } from '../storage/index.ts'
import { transportOf } from './deliver.ts'
import { mail } from './index.ts'

const [socketDir, database, smtpUrl, moment] = process.argv.slice(2)
const db = connect({ socketDir: socketDir!, user: 'tweeter', database: database!, connections: 6 })
const log = { debug() {}, info() {}, warn() {}, error() {} }
const now = () => new Date()
const config = readConfig({ TWEETER_URL: 'https://t.example', SMTP_URL: smtpUrl })
const app = { config, db, log, now, bus: new Bus(db, log, now) } as unknown as App
mail.listen!(app.bus, app)

const die = () => process.kill(process.pid, 'SIGKILL')
const transport = transportOf(app)
const send = transport.send
transport.send = async (finished, beforeEnd) => {
  await send(finished, async () => {
    if (moment === 'before-end') die()
    await beforeEnd?.()
    if (moment === 'marked') die()
  })
  // The server has said 250, and nothing of it is written down.
  if (moment === 'after-250') die()
}
await drainJobs(app)
transport.close()
await db.close()

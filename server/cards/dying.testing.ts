/** Run by asking.test.ts as a process of its own, which dies when the picture is kept and nothing is noted yet. */
import { readConfig } from '../config/index.ts'
import { openApp } from '../server.ts'
import { drainJobs } from '../signals/index.ts'
import { connect } from '../storage/index.ts'

const [socketDir, database, dataDir, moment, aheadMs] = process.argv.slice(2)
const config = readConfig({
  TWEETER_URL: 'http://tweeter.test',
  TWEETER_DATA: dataDir,
  TWEETER_OUTGOING_ALLOW: '127.0.0.1',
})
const db = connect({ socketDir: socketDir!, user: 'tweeter', database: database!, connections: 4 })
const log = { debug() {}, info() {}, warn() {}, error() {} }
const storage = { db, died: new Promise<string>(() => {}), close: db.close }
const { app, close } = await openApp(config, { log, storage, now: () => new Date(Date.now() + Number(aheadMs)) })
const { put } = app.blobs
app.blobs.put = async (...args) => {
  await put(...args)
  if (moment === 'in-job') process.kill(process.pid, 'SIGKILL')
}
await drainJobs(app)
await close()

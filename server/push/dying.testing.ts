/** Run by deliver.test.ts as a process of its own that sends what is due, and is killed while it does. */
import { readConfig } from '../config/index.ts'
import { openApp } from '../server.ts'
import { drainJobs } from '../signals/index.ts'
import { connect } from '../storage/index.ts'

const [socketDir, database, settings] = process.argv.slice(2)
const quiet = () => {}
const db = connect({ socketDir: socketDir!, user: 'tweeter', database: database!, connections: 4 })
const { app, close } = await openApp(readConfig(JSON.parse(settings!)), {
  log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  storage: { db, died: new Promise(quiet), close: () => db.close() },
})
await drainJobs(app)
await close()

/** Run by video.test.ts as a process of its own, which converts one upload and is killed over it. */
import type { App } from '../app.ts'
import { Bus, drainJobs } from '../signals/index.ts'
import { connect, openBlobs } from '../storage/index.ts'
import { listen } from './listeners.ts'

const [socketDir, database, dataDir] = process.argv.slice(2)
const db = connect({ socketDir: socketDir!, user: 'tweeter', database: database!, connections: 4 })
const log = { debug() {}, info() {}, warn() {}, error() {} }
const now = () => new Date()
const bus = new Bus(db, log, now)
const blobs = openBlobs({ dataDir: dataDir!, s3: null })
const app = { db, log, now, bus, blobs, config: { dataDir } } as unknown as App
listen(bus, app)
await drainJobs(app)
await db.close()

/** Run by signals.test.ts as a process of its own, which dies at the moment it is told. */
import type { App } from '../app.ts'
import { connect, transact } from '../storage/index.ts'
import { Bus, drainJobs, emit, signal } from './index.ts'

const [socketDir, database, moment] = process.argv.slice(2)
const db = connect({ socketDir: socketDir!, user: 'tweeter', database: database!, connections: 4 })
const log = { debug() {}, info() {}, warn() {}, error() {} }
const now = () => new Date()
const app = { db, log, now, bus: new Bus(db, log, now) } as unknown as App
const die = () => process.kill(process.pid, 'SIGKILL')

const happened = signal<{ n: number }>('test.died', 'Something happened in a process that dies.')
app.bus.later(happened, 'test.dying', async (tx, { n }) => {
  await tx`insert into public.heard (what) values (${`job of ${n}`})`
  if (moment === 'in-job') die()
})

const n = { 'after-commit': 1, 'in-job': 2 }[moment!] ?? 3
await transact(db, (tx) => emit(tx, happened, { n }))
if (moment === 'after-commit') die()
await drainJobs(app)
await db.close()

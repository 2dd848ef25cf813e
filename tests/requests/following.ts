/** Run by kill.ts as a process of its own: follows our own files and a log of another server until it is killed. */
import type { App } from '../../server/app.ts'
import { Follower } from '../../server/requests/following/follower.ts'
import { foreignLog } from '../../server/requests/following/foreign.ts'
import { newHolder } from '../../server/requests/following/holder.ts'
import type { Log } from '../../server/requests/following/log.ts'
import { ownLog } from '../../server/requests/following/own.ts'
import { ViewsReader } from '../../server/requests/following/views.ts'
import type { FormatName } from '../../server/requests/reading/formats/index.ts'
import { Reader } from '../../server/requests/reading/reader.ts'
import { requestsRead } from '../../server/requests/signals.ts'
import { Bus } from '../../server/signals/index.ts'
import { connect } from '../../server/storage/index.ts'

const [socketDir, database, folder, foreign, once] = process.argv.slice(2) as [string, string, string, string, string?]
const db = connect({ socketDir, user: 'tweeter', database, connections: 6 })
const complain = (_fields: object, message: string) => console.error(message)
const log = { debug() {}, info() {}, warn: complain, error: complain }
const now = () => new Date()
const app = { db, log, now, bus: new Bus(db, log, now) } as unknown as App

app.bus.during(requestsRead, 'proof.views', async (tx, { posts }) => {
  await tx`insert into public.told (opens) values (${posts.reduce((sum, post) => sum + post.opens, 0)})`
})

/** Small and often, so that hardly a moment is none in which something is under way. */
const [everyMs, mostBytes] = [10, 60_000]
const by = (source: string, reader: 'traffic' | 'views') => ({ source, reader, holder: newHolder(), leaseMs: 30_000 })
const open = (format: FormatName, of: 'traffic' | 'views') => () => new Reader({ format, of, samples: 10 })
const follower = (what: Log, format: FormatName) =>
  new Follower(app, what, {
    open: open(format, 'traffic'),
    by: by(what.source, 'traffic'),
    rejectsFolder: `${folder}/rejects`,
    everyMs,
    mostBytes,
  })

const own = follower(ownLog(folder), 'tweeter')
const other = follower(foreignLog({ source: 'other', from: foreign, whole: false }), 'combined')
const views = new ViewsReader(app, ownLog(folder), {
  open: open('tweeter', 'views'),
  by: by('tweeter', 'views'),
  rejectsFolder: `${folder}/rejects`,
  everyMs,
  mostBytes,
})

if (once) {
  for (const reader of [own, other, views]) {
    await reader.catchUp()
    await reader.close()
  }
  await db.close()
} else {
  const stop = new AbortController()
  // From here on it is in the midst of things.
  const look = setInterval(() => {
    if (own.status().records === 0 || other.status().records === 0) return
    process.stdout.write('following\n')
    clearInterval(look)
  }, 5)
  await Promise.all([own.run(stop.signal), other.run(stop.signal), views.run(stop.signal)])
}

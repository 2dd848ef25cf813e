import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ground } from '../../server/app.ts'
import {
  type FollowerStatus,
  type FormatName,
  foreignLog,
  type OwnReaders,
  openForeign,
  openOwnReaders,
} from '../../server/requests/logs.ts'
import { announceChanges } from '../../server/store.ts'
import { withApp, withGround } from '../app.ts'
import { type Call, WrongUse } from '../command.ts'
import { formatSaid } from './inputs.ts'
import { StatusLine } from './status-line.ts'

const OWN = 'tweeter'
const EVERY_MS = 1000
/** Somewhat longer than a lease: who is gone by then has not let go. */
const PATIENCE_MS = 40_000

/** The traffic of a log and, of our own alone, what people saw. */
type Readers = Pick<OwnReaders, 'traffic'> & Partial<OwnReaders>

interface Foreign {
  readonly from: string
  readonly source: string
  readonly format: FormatName | null
}

export async function follow(call: Call): Promise<void> {
  const foreign = foreignOf(call)
  const stop = new AbortController()
  // What people saw in ours is told to modules that count it; of the log of another server nothing is told.
  const opened = foreign === null ? withApp : withGround
  await opened({ command: 'requests follow', stop }, async (ground) => {
    const readers = open(ground, foreign, call.has('until-end'))
    const line = new StatusLine(call.has('json'))
    const status = () => readers.traffic.status()
    const timer = setInterval(() => line.show(status()), EVERY_MS)
    let last = status()
    try {
      if (call.has('until-end')) await readToEnd(readers, stop.signal)
      else await Promise.all([readers.traffic.run(stop.signal), readers.views?.run(stop.signal)])
      // Who has let go of the files knows nothing of them any more.
      last = status()
    } finally {
      clearInterval(timer)
      await Promise.all([readers.traffic.close(), readers.views?.close()])
    }
    line.end(last)
    if (call.has('until-end') && !stop.signal.aborted) complainOf(last)
  })
}

/** @throws WrongUse */
function foreignOf(call: Call): Foreign | null {
  const from = call.text('from')
  if (from === undefined) {
    const idle = ['as', 'format', 'fields'].find((option) => call.text(option) !== undefined)
    if (idle) throw new WrongUse(`--${idle} is for the log of another server; name it with --from.`)
    return null
  }
  const source = call.text('as') ?? nameOf(from)
  if (!/^[\w.@:-]{1,60}$/.test(source)) {
    throw new WrongUse(`Say with --as what the log is to be called: up to 60 letters, digits and .@:_- in one word.`)
  }
  if (source === OWN) throw new WrongUse(`"${OWN}" are our own requests; choose another name with --as.`)
  return { from, source, format: formatSaid(call) }
}

/** `access.log` for `/var/log/nginx/access.log*`. */
const nameOf = (from: string): string =>
  basename(from)
    .replace(/[*?{}[\]]+/g, '')
    .replace(/^[._-]+|[._-]+$/g, '')

function open(app: Ground, foreign: Foreign | null, whole: boolean): Readers {
  // What people saw is counted by others too; a server beside this one must forget what it holds of that.
  if (foreign === null) return openOwnReaders(app, () => announceChanges(app.db))
  const { from, source, format } = foreign
  return { traffic: openForeign(app, foreignLog({ source, from, whole }), format) }
}

async function readToEnd({ traffic, views }: Readers, stop: AbortSignal): Promise<void> {
  const sinceMs = performance.now()
  for (;;) {
    await traffic.catchUp(stop)
    await views?.catchUp(stop)
    const isOurs = traffic.status().elsewhere.length === 0
    if (isOurs || stop.aborted || performance.now() - sinceMs > PATIENCE_MS) return
    await sleep(EVERY_MS, undefined, { signal: stop }).catch(() => {})
  }
}

/** @throws an Error for people when not everything was read */
function complainOf({ files, failing, elsewhere }: FollowerStatus): void {
  if (files === 0) throw new Error('There is no such file, or nothing in it yet.')
  if (failing > 0) throw new Error(`${failing} of ${files} files could not be read.`)
  if (elsewhere.length > 0)
    throw new Error(`${elsewhere.join(', ')} (host:process) reads there; the rest is read by it.`)
}

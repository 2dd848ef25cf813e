/**
 * The driver, mended as it is loaded. postgres 3.4.9 (the newest there is) uses a connection again after its backend
 * died, and most of what it knew of the old one stays: answers go to queries of before, the bytes of a write that was
 * called off are never sent, a transaction whose backend is gone goes on inside the transaction of somebody else
 * (porsager/postgres #1154, #1186, #1208, #1216). So here **a connection that closed is never used again**: whatever
 * was given to it is refused, and a new one stands in its place. killed-backends.test.ts sees it hold.
 *
 * The version is pinned in package.json; a text that reads differently than expected stops the start, because the
 * unmended driver answers wrongly.
 */
import { registerHooks } from 'node:module'
import type Postgres from 'postgres'

type Mend = readonly [text: string, mended: string]

const connection: readonly Mend[] = [
  // A write may come after the close, from a timer, where a throw would end the process.
  ['const x = socket.write(chunk, fn)', 'const x = socket !== null && socket.write(chunk, fn)'],
  // Nothing outlives the close: all that waits is refused, and so is all that is still to come (`terminated`).
  // Only a connection that never was ready goes on, to the next of several hosts, each once.
  [
    `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(`,
    `    chunk = nextWriteTimer = errorResponse = null
    if (initial && options.host[++retries])
      return (query = null, reconnect())

    terminated = true
    ended && (ended(), ending = ended = null)
    error(`,
  ],
  [
    'if (connection.queue === queues.connecting && options.host',
    'if (initial && connection.queue === queues.connecting && options.host',
  ],
  // Refused connections are tried again after a pause that all share.
  [
    'closedTime ? Math.max(0, closedTime + delay - performance.now()) : 0',
    'Math.max(0, (options.shared.notBefore || 0) - performance.now())',
  ],
  // The end of a COPY waits for an answer; without one its stream must fail.
  ['function errored(err) {', 'function errored(err) {\n    final && (final(err), final = null)'],
  // The driver's own first query, which nobody waits for.
  ['return fetchArrayTypes()', 'return fetchArrayTypes().catch(noop)'],
  // A statement that cannot be written (an undefined value) fails alone: it is not queued, so the answer to the next
  // one is not taken for its own, and the one under way is not refused in its place (#1082).
  [
    `      query
        ? sent.push(q)
        : (query = q, query.active = true)

      build(q)
      return write(toBuffer(q))
`,
    `      build(q)
      const bytes = toBuffer(q)
      query
        ? sent.push(q)
        : (query = q, query.active = true)
      return write(bytes)
`,
  ],
  [
    `      sent.length === 0 && write(Sync)
      errored(error)
`,
    `      query || (query = q, write(Sync))
      queryError(q, error)
`,
  ],
  // The rows of a statement that failed half-way are not counted for the next one (#1181).
  ['query = results = errorResponse = null\n', 'query = results = errorResponse = null\n    rows = 0\n'],
]

const pool: readonly Mend[] = [
  // Since when Postgres has not answered; 0 when it does.
  ['  let ending = false\n', '  let ending = false\n  let lost = 0\n'],
  // A closed connection is in no queue, and is put in none.
  ['  function move(c, queue) {\n', '  function move(c, queue) {\n    if (c.queue === null) return c\n'],
  ['  function onopen(c) {\n', '  function onopen(c) {\n    if (c.queue === null) return\n    lost = 0\n'],
  // Its transaction's waiting statements are refused; a new connection takes its place. A Postgres that restarts is
  // waited for; when nothing answered for 3 seconds, all who wait are told.
  [
    `    move(c, closed)
    c.reserved = null
    c.onclose && (c.onclose(e), c.onclose = null)
    options.onclose && options.onclose(c.id)
    queries.length && connect(c, queries.shift())
`,
    `    const now = performance.now()
    const refused = c.queue === connecting
    lost = refused ? lost || now : 0
    if (refused) options.shared.notBefore = now + 200
    c.queue.remove(c)
    c.queue = null
    while (c.reserved && !c.reserved());
    c.reserved = null
    c.onclose && (c.onclose(e), c.onclose = null)
    const fresh = connections[connections.indexOf(c)] = Connection(options, queues, { onopen, onend, onclose })
    options.onclose && options.onclose(c.id)
    if (refused && now - lost > 3000 && !open.length && !busy.length && !full.length && !reserved.length)
      while (queries.length) queries.shift().reject(e)
    if (queries.length) {
      const next = queries.shift()
      next.reserve && queries.push(next)
      connect(fresh, next)
    }
`,
  ],
  // Whoever waits for a connection of their own waits in the queue too, and must leave it when refused.
  [
    'const query = { reserve: resolve, reject }',
    'const query = { reserve: resolve, reject: e => (queries.remove(query), reject(e)) }',
  ],
]

function mend(source: string, mends: readonly Mend[]): string {
  for (const [text, mended] of mends) {
    const parts = source.split(text)
    if (parts.length !== 2) {
      throw new Error(
        `The npm package "postgres" is not version 3.4.9: it has ${parts.length - 1} times, not once,\n${text}\n` +
          'Install 3.4.9, or see in server/storage/driver.ts what the new version still needs.',
      )
    }
    source = parts.join(mended)
  }
  return source
}

const files = new Map([
  ['connection.js', connection],
  ['index.js', pool],
])
const hooks = registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    const file = /\/postgres\/src\/(connection|index)\.js$/.exec(url)?.[0].replace(/.*\//, '') ?? ''
    const mends = files.get(file)
    if (!mends || loaded.source == null) return loaded
    files.delete(file)
    return { ...loaded, source: mend(Buffer.from(loaded.source as Uint8Array).toString(), mends) }
  },
})
const { default: driver } = await import('postgres')
hooks.deregister()
if (files.size > 0) throw new Error('Import the driver from server/storage/driver.ts, not from "postgres": see there.')

export const postgres: typeof Postgres = driver

/**
 * The web client in headless Chromium, against a real server with a home of 5,000 posts: the first visit, what it loads,
 * what jumps, how soon it answers while posts stream in, how it scrolls. Beside each what the machine gives just now: a
 * page without scripts, frames of a page that does nothing. Exit 1 when a budget is missed.
 * `node bench/web.ts [posts]`
 */
import { emptyFrames, firstVisit, interactions, longScroll, plainVisit, shiftWhileReading } from './web-measures.ts'
import { openBenchWorld } from './web-world.ts'

const POSTS = Number(process.argv[2] ?? 5000)
const VISITS = 5
const THROTTLE = 4
const PER_SECOND = 50

let missed = 0
const row = (what: string, value: string, budget = '', holds?: boolean) => {
  if (holds === false) missed++
  const verdict = holds === undefined ? '' : holds ? 'kept' : 'MISSED'
  console.log(what.padEnd(58), value.padStart(14), budget.padStart(12), verdict.padStart(8))
}
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
const ms = (value: number) => `${Math.round(value)} ms`
const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
const mB = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

const world = await openBenchWorld(POSTS)
try {
  row('', 'measured', 'budget')
  const plain: number[] = []
  const visits: Awaited<ReturnType<typeof firstVisit>>[] = []
  for (let at = 0; at < VISITS; at++) {
    plain.push(await plainVisit(world, THROTTLE))
    visits.push(await firstVisit(world, THROTTLE))
  }
  const usable = median(visits.map((visit) => visit.usableMs))
  const bare = median(plain)
  row(`first visit to usable home, ${THROTTLE}x CPU, median of ${VISITS}`, ms(usable), '1500 ms', usable <= 1500)
  row('  processor time of the main thread until then', ms(median(visits.map((visit) => visit.busyMs))))
  row('  first post seen', ms(median(visits.map((visit) => visit.firstPostMs))))
  row('  reference: a page without scripts, first paint', ms(bare))
  row('  ratio', (usable / bare).toFixed(1))
  const { scripts } = visits[0]!
  const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0)
  row('JavaScript before the first post, compressed', kB(bytes), '200 kB', bytes <= 200_000)
  for (const { file, bytes, plain } of scripts) row(`  ${file}`, kB(bytes), `(${kB(plain)})`)

  const load = Math.max(...visits.map((visit) => visit.shift))
  row('layout shift of the load, the worst', load.toFixed(4), '0.05', load <= 0.05)
  const reading = await shiftWhileReading(world)
  row('layout shift, new posts and scrolling', reading.shift.toFixed(4), '0.05', reading.shift <= 0.05)
  for (const one of [...visits.flatMap((visit) => visit.shifts), ...reading.shifts].slice(0, 8))
    console.log(`    ${one}`)

  for (const throttle of [1, THROTTLE]) {
    const { done, streamed, busyPerSecondMs, seen } = await interactions(world, throttle, PER_SECOND)
    const worst = seen[0]?.ms ?? 16
    const what = `interaction to next paint, ${PER_SECOND} posts/s, ${throttle}x CPU, worst of ${done}`
    row(what, ms(worst), '100 ms', worst <= 100)
    row('  processor time of a second of streaming', ms(busyPerSecondMs))
    row(`  posts streamed meanwhile / interactions over 16 ms`, `${streamed} / ${seen.length}`)
    row(
      '  slowest',
      seen
        .slice(0, 4)
        .map(({ name, ms }) => `${name} ${ms}`)
        .join(', '),
    )
  }

  const empty = await emptyFrames(world)
  const long = await longScroll(world, POSTS)
  row('posts loaded by scrolling', String(long.loaded))
  row('scrolling through them, processor time of a frame', `${long.busyMs.toFixed(1)} ms`, '16 ms', long.busyMs <= 16)
  row('  frame, median / 95th percentile / longest', [long.medianMs, long.p95Ms, long.longestMs].map(ms).join(' / '))
  row('  reference: a page that does nothing, median / longest', `${ms(empty.medianMs)} / ${ms(empty.longestMs)}`)
  row('  frames without a post in the middle', `${long.blank} of ${long.frames}`)
  const isConstant = long.nodes <= 1.3 * long.nodesAtFirst
  row('elements in the document, of 60 posts and of all', `${long.nodesAtFirst} / ${long.nodes}`, '1.3x', isConstant)
  row('heap after collection, of 60 posts and of all', `${mB(long.heapAtFirst)} / ${mB(long.heap)}`)
} finally {
  await world.close()
}
if (missed > 0) console.log(`\n${missed} missed`)
process.exit(missed > 0 ? 1 : 0)

/**
 * Additions to each sketch of the request files, beside what could stand in its place: the library's own `accept`, a
 * `Set`, a `Map`, and the ceiling, an array that is counted into. Rounds alternate, so that a machine that slows down
 * slows all of them. Half of the addresses counted by
 * `Frequent` are strangers to it, which is the dearest that can happen. `node bench/sketches.ts`
 */
import { DDSketch } from '@datadog/sketches-js'
import { Frequent } from '../server/requests/sketches/frequent.ts'
import { hashBytes, hashText } from '../server/requests/sketches/hash.ts'
import { Quantiles } from '../server/requests/sketches/quantiles.ts'
import { Uniques } from '../server/requests/sketches/uniques.ts'

const ROUNDS = 8
const ADDED = 1_000_000

// 5.2 ms in the middle, from microseconds to minutes.
const durations = Float64Array.from({ length: ADDED }, () => Math.round(5200 * Math.exp(2 * deviation())))
// 200,000 addresses; a few of them come very often.
const visitors = Float64Array.from({ length: ADDED }, () => Math.floor(200_000 ** Math.random()))
const addresses = Array.from({ length: 200_000 }, (_, n) => Buffer.from(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`))
const hashes = addresses.map((address) => hashText(address))
// The same as they stand in a log, one after the other.
const log = Buffer.concat(Array.from(visitors.subarray(0, 100_000), (visitor) => addresses[visitor]!))
const logView = new DataView(log.buffer, log.byteOffset, log.length)
const starts = new Uint32Array(100_001)
for (let index = 0; index < 100_000; index++) starts[index + 1] = starts[index]! + addresses[visitors[index]!]!.length
const highs = Uint32Array.from(visitors, (visitor) => hashes[visitor]!.high)
const lows = Uint32Array.from(visitors, (visitor) => hashes[visitor]!.low)

function deviation(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random())
}

let sink = 0

const contestants: Record<string, () => void> = {
  'durations: array (ceiling)': () => {
    const counts = new Float64Array(4096)
    for (let index = 0; index < ADDED; index++) counts[durations[index]! & 4095]!++
    sink += counts[7]!
  },
  'durations: Quantiles': () => {
    const sketch = new Quantiles()
    for (let index = 0; index < ADDED; index++) sketch.add(durations[index]!)
    sink += sketch.quantile(0.5)!
  },
  'durations: DDSketch.accept': () => {
    const sketch = new DDSketch({ relativeAccuracy: 0.01 })
    for (let index = 0; index < ADDED; index++) sketch.accept(durations[index]!)
    sink += sketch.getValueAtQuantile(0.5)
  },
  'visitors: Uniques': () => {
    const sketch = new Uniques()
    for (let index = 0; index < ADDED; index++) sketch.add(highs[index]!, lows[index]!)
    sink += sketch.count()
  },
  'visitors: Set': () => {
    const all = new Set<number>()
    for (let index = 0; index < ADDED; index++) all.add(visitors[index]!)
    sink += all.size
  },
  'tops: array (ceiling)': () => {
    const counts = new Float64Array(200_000)
    for (let index = 0; index < ADDED; index++) counts[visitors[index]!]!++
    sink += counts[7]!
  },
  'tops: Frequent': () => {
    const sketch = new Frequent(2048)
    for (let index = 0; index < ADDED; index++) sketch.add(0, visitors[index]!, 1)
    sink += sketch.entries(1)[0]![1]
  },
  'tops: Map': () => {
    const counts = new Map<number, number>()
    for (let index = 0; index < ADDED; index++) counts.set(visitors[index]!, (counts.get(visitors[index]!) ?? 0) + 1)
    sink += counts.size
  },
  'hash of an address': () => {
    const hash = { high: 0, low: 0 }
    for (let index = 0, line = 0; index < ADDED; index++, line = line === 99_999 ? 0 : line + 1) {
      hashBytes(logView, starts[line]!, starts[line + 1]!, hash)
      sink += hash.low & 1
    }
  },
}

const spentMs = new Map<string, number>()
for (let round = 0; round < ROUNDS; round++)
  for (const [name, run] of Object.entries(contestants)) {
    // Of this thread alone, so that a busy machine is not counted.
    const began = process.threadCpuUsage()
    run()
    const { user, system } = process.threadCpuUsage(began)
    spentMs.set(name, (spentMs.get(name) ?? 0) + (user + system) / 1000 / ROUNDS)
  }

const ratio = (of: string, to: string) => `${(spentMs.get(of)! / spentMs.get(to)!).toFixed(2)} times`
for (const [name, ms] of spentMs)
  console.log(
    `${name.padEnd(28)} ${(ADDED / ms / 1000).toFixed(1).padStart(7)} million/s ${((ms * 1e6) / ADDED).toFixed(1).padStart(7)} ns`,
  )
console.log(
  `Quantiles takes ${ratio('durations: Quantiles', 'durations: DDSketch.accept')} as long as DDSketch.accept,`,
)
console.log(`Uniques ${ratio('visitors: Uniques', 'visitors: Set')} as long as a Set, which grows without end,`)
console.log(
  `Frequent ${ratio('tops: Frequent', 'tops: Map')} as long as a Map, which does as well. ${sink > 0 ? '' : '-'}`,
)

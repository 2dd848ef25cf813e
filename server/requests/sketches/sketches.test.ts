import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { Frequent } from './frequent.ts'
import { hashText } from './hash.ts'
import { Quantiles, RELATIVE_ERROR } from './quantiles.ts'
import { Uniques } from './uniques.ts'

/** Mulberry32 (Tommy Ettinger, public domain): the same numbers from the same seed. From 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Microseconds as requests take them: most some hundreds, some a thousand times that. */
function durations(many: number, seed: number, spread = 1.5): number[] {
  const random = randomFrom(seed)
  return Array.from({ length: many }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return Math.round(800 * Math.exp(spread * normal))
  })
}

/** Numbers below `different` of which the n-th comes 1/n times as often as the first. */
function zipf(many: number, different: number, seed: number): number[] {
  const random = randomFrom(seed)
  const until = new Float64Array(different)
  let sum = 0
  for (let n = 0; n < different; n++) until[n] = sum += 1 / (n + 1)
  return Array.from({ length: many }, () => {
    const at = random() * sum
    let [low, high] = [0, different - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (until[middle]! <= at) low = middle + 1
      else high = middle
    }
    return low
  })
}

const quantilesOf = (values: readonly number[]) => {
  const sketch = new Quantiles()
  for (const value of values) sketch.add(value)
  return sketch
}

function assertQuantiles(sketch: Quantiles, values: readonly number[], what: string): void {
  const sorted = Float64Array.from(values).sort()
  assert.equal(sketch.count, values.length)
  for (const q of [0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1]) {
    const right = sorted[Math.floor(q * (sorted.length - 1))]!
    const told = sketch.quantile(q)!
    assert.ok(Math.abs(told - right) <= RELATIVE_ERROR * right * (1 + 1e-9), `${what}: ${q} is ${told}, not ${right}`)
  }
}

test('quantiles are right within 1 %, merged ones too, and survive being stored', () => {
  const uniform = randomFrom(3)
  const sets: Record<string, number[]> = {
    one: [7],
    few: [0, 1, 2, 3, 1_000_000],
    zeros: [0, 0, 0],
    lognormal: durations(100_000, 1),
    wide: durations(100_000, 2, 4),
    uniform: Array.from({ length: 50_000 }, () => Math.floor(uniform() * 10_000)),
    hours: Array.from({ length: 10_000 }, () => Math.floor(uniform() * 8.64e10)),
    two: [...Array(500).fill(120), ...Array(500).fill(3_600_000_000)],
  }
  for (const [what, values] of Object.entries(sets)) {
    assertQuantiles(quantilesOf(values), values, what)
    assertQuantiles(Quantiles.decode(quantilesOf(values).encode()), values, `${what}, stored`)
  }
  const merged = new Quantiles()
  for (const values of Object.values(sets)) merged.merge(Quantiles.decode(quantilesOf(values).encode()))
  assertQuantiles(merged, Object.values(sets).flat(), 'merged')
  assert.deepEqual(merged.encode(), quantilesOf(Object.values(sets).flat()).encode())
})

test('no durations have no quantiles; those beyond a day are a day', () => {
  assert.equal(new Quantiles().quantile(0.5), null)
  assert.equal(Quantiles.decode(new Quantiles().encode()).quantile(0.5), null)
  assertQuantiles(quantilesOf([86_400_000_000]), [86_400_000_000], 'a day')
  assert.equal(quantilesOf([1e15]).quantile(1), quantilesOf([86_400_000_000]).quantile(1))
})

test('sketches are small when stored', () => {
  assert.ok(quantilesOf(durations(2000, 6, 0.7)).encode().length < 300)
  assert.ok(quantilesOf([812]).encode().length < 6)
  assert.equal(uniquesOf(0, 0).encode().length, 1)
  assert.ok(uniquesOf(0, 3).encode().length <= 16)
  assert.ok(uniquesOf(0, 1_000_000).encode().length <= 3073)
})

const uniquesOf = (from: number, until: number, precision = 12) => {
  const sketch = new Uniques(precision)
  for (let n = from; n < until; n++) {
    const { high, low } = hashText(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`)
    sketch.add(high, low)
  }
  return sketch
}

test('distinct ones are counted exactly while few, then within some percent', () => {
  for (const many of [0, 1, 2, 10, 100, 500, 512]) assert.equal(uniquesOf(0, many).count(), many)
  let squares = 0
  const sizes = [513, 600, 1000, 3000, 5000, 10_000, 20_000, 40_000, 100_000, 300_000]
  for (const many of sizes) {
    const error = uniquesOf(many, 2 * many).count() / many - 1
    assert.ok(Math.abs(error) < 3 * 0.01625, `${many}: ${error}`)
    squares += error ** 2
  }
  assert.ok(Math.sqrt(squares / sizes.length) < 1.5 * 0.01625)
})

test('estimates of distinct ones are not biased anywhere', () => {
  const rounds = 100
  for (const many of [100, 150, 500, 1500, 3000, 6000]) {
    let sum = 0
    for (let round = 0; round < rounds; round++)
      sum += uniquesOf(round * many, (round + 1) * many, 10).count() / many - 1
    // Three standard errors of a mean of such counts.
    const bound = (3 * 1.04) / Math.sqrt(2 ** 10 * rounds)
    assert.ok(Math.abs(sum / rounds) < bound, `${many}: ${sum / rounds}`)
  }
})

test('merging counts of distinct ones gives what one alone would have counted', () => {
  for (const [a, b, c] of [
    [0, 10, 300],
    [0, 400, 700],
    [5, 600, 20_000],
    [0, 30_000, 50_000],
    [0, 0, 9],
  ] as const) {
    const whole = uniquesOf(a, c)
    for (const [first, second] of [
      [uniquesOf(a, b + 5), uniquesOf(b, c)],
      [uniquesOf(b, c), uniquesOf(a, b + 5)],
    ] as const) {
      const merged = Uniques.decode(first.encode())
      merged.merge(Uniques.decode(second.encode()))
      assert.equal(merged.count(), whole.count())
      assert.deepEqual(merged.encode(), whole.encode())
    }
  }
  assert.throws(() => new Uniques(12).merge(new Uniques(11)), /same precision/)
})

test('hashes with long runs of zeros count the same early and late', () => {
  // Their bits run out in the higher half, so the sparse beginning has to remember more than that half.
  const rare = [
    [0x12300000, 0],
    [0x12300000, 1],
    [0x12300000, 0x80000000],
    [0x45600000, 17],
    [0, 0],
  ] as const
  const early = new Uniques()
  for (const [high, low] of rare) early.add(high, low)
  const late = uniquesOf(0, 5000)
  for (const [high, low] of rare) late.add(high, low)
  const merged = uniquesOf(0, 5000)
  merged.merge(early)
  assert.deepEqual(merged.encode(), late.encode())
  assert.deepEqual(Uniques.decode(late.encode()).encode(), late.encode())
})

test('a stored sketch that is damaged is refused or read, and nothing else', () => {
  const whole = [uniquesOf(0, 40).encode(), uniquesOf(0, 4000, 6).encode(), quantilesOf(durations(500, 9)).encode()]
  fc.assert(
    fc.property(fc.constantFrom(...whole), fc.nat(), fc.nat(255), fc.nat(), (bytes, at, value, length) => {
      const damaged = bytes.slice(0, length % (bytes.length + 1))
      damaged[at % bytes.length] = value
      for (const read of [Uniques.decode, Quantiles.decode]) {
        try {
          read(damaged)
        } catch (error) {
          assert.match(String(error), /sketch|precision/)
        }
      }
    }),
    { numRuns: 2000, seed: 1 },
  )
})

test('hashes are those of the paper, of texts as of bytes', () => {
  const hex = (text: string) => {
    const { high, low } = hashText(text)
    return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
  }
  assert.equal(hex(''), '0000000000000000')
  assert.equal(hex('The quick brown fox jumps over the lazy dog'), '2f1583c3ecee2c67')
  for (const text of ['', 'a', 'öäü', '2001:db8::1', '🦣'.repeat(400), 'x'.repeat(15), 'x'.repeat(16), 'x'.repeat(17)])
    assert.deepEqual(hashText(text), hashText(Buffer.from(text)))
})

function exactly(keys: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

function assertFrequent(sketch: Frequent, keys: readonly number[], what: string): void {
  const right = exactly(keys)
  const entries = new Map(
    sketch
      .entries(1e9, (high, low) => String(high * 4294967296 + low))
      .map(([key, count, error]) => [Number(key), { count, error }]),
  )
  assert.ok(sketch.error <= (2.5 * keys.length) / CAPACITY, `${what}: an error of ${sketch.error}`)
  for (const [key, { count, error }] of entries) {
    const truth = right.get(key) ?? 0
    assert.ok(count >= truth && count - error <= truth, `${what}: ${key} came ${truth} times, not ${count} - ${error}`)
    assert.equal(error, sketch.error)
  }
  for (const [key, count] of right) if (count > sketch.error) assert.ok(entries.has(key), `${what}: ${key} is missing`)
  if (right.size <= CAPACITY) assert.equal(sketch.error, 0, `${what}: few are exact`)
}

const CAPACITY = 96
const halves = (key: number): [number, number] => [Math.floor(key / 4294967296), key >>> 0]

test('the most frequent are found, and no count is further off than it says', () => {
  const random = randomFrom(8)
  const big = (key: number) => key * 8_796_093_022_151
  const sets: Record<string, number[]> = {
    zipf: zipf(200_000, 50_000, 7),
    uniform: Array.from({ length: 100_000 }, () => Math.floor(random() * 20_000)),
    'all different': Array.from({ length: 20_000 }, (_, n) => n),
    few: zipf(10_000, 50, 9),
    'frequent ones late': [
      ...Array.from({ length: 20_000 }, (_, n) => n),
      ...Array(2000).fill(5),
      ...Array(300).fill(6),
    ],
    'large keys': zipf(50_000, 1000, 10).map((key) => big(key % 1000)),
  }
  for (const [what, keys] of Object.entries(sets)) {
    const sketch = new Frequent(128)
    for (const key of keys) sketch.add(...halves(key), 1)
    assertFrequent(sketch, keys, what)
  }
  const top = new Frequent(128)
  for (const key of sets.zipf!) top.add(...halves(key), 1)
  assert.deepEqual(
    top.entries(3, (_high, low) => String(low)).map(([key]) => key),
    ['0', '1', '2'],
  )
})

test('names stay with their keys when the table is purged', () => {
  const sketch = new Frequent(128)
  const names = new Map(
    Array.from({ length: 5000 }, (_, n) => [n % 7 === 0 ? n % 5 : n, `key ${n % 7 === 0 ? n % 5 : n}`]),
  )
  for (let n = 0; n < 5000; n++) {
    const key = n % 7 === 0 ? n % 5 : n
    const slot = sketch.add(0, key, 1)
    if (slot >= 0) sketch.name(slot, names.get(key)!)
  }
  const entries = sketch.entries(5, (_high, low) => `unnamed ${low}`)
  assert.deepEqual(entries.map(([label]) => label).sort(), ['key 0', 'key 1', 'key 2', 'key 3', 'key 4'])
  assert.ok(entries.every(([, count, error]) => count - error <= 144 && count >= 143))
})

test('a table of the most frequent that was emptied is as a new one', () => {
  const used = new Frequent(64)
  for (let key = 0; key < 500; key++) {
    const slot = used.add(key, key * 7, 1 + (key % 3))
    if (slot >= 0) used.name(slot, `old ${key}`)
  }
  used.clear()
  const fresh = new Frequent(64)
  for (const table of [used, fresh]) for (let key = 0; key < 30; key++) table.add(1, key, key + 1)
  assert.deepEqual(used.entries(100), fresh.entries(100))
})

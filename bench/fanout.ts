/**
 * Deliveries into home timelines: over a real follow graph, and for one account with 200,000 active followers; beside
 * the least that could be done for a delivery, one store into each follower's array.
 * `node bench/fanout.ts graph.txt` (lines "A B": A follows B)
 */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { PostFact } from '../server/posts/index.ts'
import { Homes } from '../server/timelines/index.ts'

const POSTS = 200_000
const WIDE = 200_000

async function readGraph(file: string): Promise<Map<number, number[]>> {
  const follows = new Map<number, number[]>()
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [follower, followee] = line.split(' ').map(Number)
    const list = follows.get(follower!)
    if (list) list.push(followee!)
    else follows.set(follower!, [followee!])
  }
  return follows
}

let nextId = 4_000_000_000_000
const plain = (authorId: number): PostFact => ({
  postId: nextId++,
  authorId,
  visibility: 'public',
  language: 'en',
  boostOfId: null,
  boostOfAuthorId: null,
  inReplyToId: null,
  inReplyToAccountId: null,
  conversationId: 0,
  mentions: [],
  tags: [],
  hasMedia: false,
  quoteOfId: null,
  hasPoll: false,
})

const nothing: ReadonlySet<never> = new Set()
const everything = { showReblogs: true, languages: null }

async function activeHomes(follows: Map<number, number[]>): Promise<Homes> {
  const source = {
    wishes: async (id: number) => ({
      followees: new Map((follows.get(id) ?? []).map((one) => [one, everything])),
      tags: nothing,
      excluded: nothing,
    }),
    newest: async () => [],
  }
  const homes = new Homes(source, { readers: 10_000_000, fanOutLimit: 10_000_000 })
  const whole = { above: -1, below: Number.MAX_SAFE_INTEGER, upwards: false, limit: 20 }
  for (const id of follows.keys()) await homes.read(id, whole)
  return homes
}

/** Authors in proportion to how many follow them, as the posts of a network are read. */
function weighted(follows: Map<number, number[]>): () => number {
  const edges = [...follows.values()].flat()
  let state = 12345
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return edges[state % edges.length]!
  }
}

function deliver(
  homes: Homes,
  posts: number,
  author: () => number,
): { deliveries: number; seconds: number; slowestMs: number } {
  const before = homes.deliveries
  const began = performance.now()
  let slowestMs = 0
  for (let i = 0; i < posts && performance.now() - began < 10_000; i++) {
    const at = performance.now()
    homes.deliver(plain(author()))
    slowestMs = Math.max(slowestMs, performance.now() - at)
  }
  return { deliveries: homes.deliveries - before, seconds: (performance.now() - began) / 1000, slowestMs }
}

/** One store into each of `readers` rings, in order: what no fan-out can beat. */
function ceiling(readers: number): number {
  const rings = new Float64Array(readers * 128)
  const counts = new Uint32Array(readers)
  const began = performance.now()
  let stores = 0
  while (performance.now() - began < 2000) {
    const id = nextId++
    for (let reader = 0; reader < readers; reader++) {
      rings[reader * 128 + (counts[reader]! & 127)] = id
      counts[reader] = counts[reader]! + 1
    }
    stores += readers
  }
  return stores / ((performance.now() - began) / 1000)
}

const million = (rate: number) => `${(rate / 1e6).toFixed(1)} M/s`
const memory = () => `${Math.round(process.memoryUsage().rss / 1e6)} MB`

const file = process.argv[2]
if (file) {
  const follows = await readGraph(file)
  const homes = await activeHomes(follows)
  const { deliveries, seconds, slowestMs } = deliver(homes, POSTS, weighted(follows))
  console.log(
    `real graph: ${homes.size} active readers, ${deliveries} deliveries in ${seconds.toFixed(1)} s: ${million(deliveries / seconds)}; the widest post took ${slowestMs.toFixed(1)} ms; ${memory()}`,
  )
}
const star = new Map(Array.from({ length: WIDE }, (_, i) => [i + 1, [0]]))
const homes = await activeHomes(star)
const { deliveries, seconds, slowestMs } = deliver(homes, 300, () => 0)
const best = ceiling(WIDE)
console.log(
  `one account with ${WIDE} active followers: ${million(deliveries / seconds)}, ${slowestMs.toFixed(1)} ms at most for a post; bare stores ${million(best)}, ratio ${(deliveries / seconds / best).toFixed(2)}; ${memory()}`,
)

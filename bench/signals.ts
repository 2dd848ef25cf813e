/**
 * In-process dispatch of a fact to three listeners: ours (ordered, error-isolated) beside EventEmitter3, mitt, nanoevents
 * and tapable (none of which isolates errors). Rounds alternate, so that a machine that slows down slows all of them.
 * `node bench/signals.ts`
 */
import { EventEmitter } from 'eventemitter3'
import mitt from 'mitt'
import { createNanoEvents } from 'nanoevents'
import { SyncHook } from 'tapable'
import { compile } from '../server/signals/dispatch.ts'

// mitt's types describe a CommonJS module, whose default stands one level deeper than what is really imported.
const makeMitt = mitt as unknown as typeof mitt.default

const ROUNDS = 9
const CALLS = 3_000_000

interface Fact {
  n: number
}

let sum = 0
const listeners = [
  (fact: Fact) => {
    sum += fact.n
  },
  (fact: Fact) => {
    sum ^= fact.n
  },
  (fact: Fact) => {
    sum -= fact.n
  },
]

function contestants(): Record<string, (fact: Fact) => void> {
  const dispatch = compile(listeners, (_index, error) => {
    throw error
  })
  const three = new EventEmitter<{ fact: (fact: Fact) => void }>()
  const small = makeMitt<{ fact: Fact }>()
  const nano = createNanoEvents<{ fact: (fact: Fact) => void }>()
  const hook = new SyncHook<[Fact]>(['fact'])
  for (const [index, listener] of listeners.entries()) {
    three.on('fact', listener)
    small.on('fact', listener)
    nano.on('fact', listener)
    hook.tap(`listener${index}`, listener)
  }
  return {
    'tweeter signals': (fact) => dispatch(fact),
    eventemitter3: (fact) => three.emit('fact', fact),
    mitt: (fact) => small.emit('fact', fact),
    nanoevents: (fact) => nano.emit('fact', fact),
    tapable: (fact) => hook.call(fact),
  }
}

function rate(run: (fact: Fact) => void): number {
  const fact = { n: 1 }
  const began = performance.now()
  for (let i = 0; i < CALLS; i++) run(fact)
  return CALLS / (performance.now() - began) / 1000
}

const all = Object.entries(contestants())
const rates = new Map<string, number[]>(all.map(([name]) => [name, []]))
for (let round = 0; round < ROUNDS; round++) for (const [name, run] of all) rates.get(name)!.push(rate(run))

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!
const ours = median(rates.get('tweeter signals')!)
console.log(`${CALLS.toLocaleString('en')} facts to three listeners, median of ${ROUNDS} rounds (checksum ${sum})`)
for (const [name, values] of rates) {
  const one = median(values)
  console.log(`${name.padEnd(18)} ${one.toFixed(1).padStart(8)} M facts/s   ours is ${(ours / one).toFixed(2)}x`)
}

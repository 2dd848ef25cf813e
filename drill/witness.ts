/** The witness of the drill: Debian's etcd, one node or three, which each site reaches through a cable of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Place, places } from './history.ts'
import { openRelay, type Relay, Valve } from './relay.ts'
import { freePort } from './site.ts'

export interface Witness {
  /** What a site is told, by site. */
  readonly urls: readonly [string, string]
  /** @param from the sites that do not reach it. */
  keepAway(from: readonly Place[]): void
  close(): Promise<void>
}

export const canWitness = (): boolean => spawnSync('etcd', ['--version']).status === 0

interface Node {
  readonly name: string
  readonly client: string
  readonly peer: string
}

async function startNode(folder: string, node: Node, all: readonly Node[]): Promise<ChildProcess> {
  const log = openSync(join(folder, `${node.name}.log`), 'a')
  const flags = {
    name: node.name,
    'data-dir': join(folder, node.name),
    'listen-client-urls': node.client,
    'advertise-client-urls': node.client,
    'listen-peer-urls': node.peer,
    'initial-advertise-peer-urls': node.peer,
    'initial-cluster': all.map((one) => `${one.name}=${one.peer}`).join(','),
  }
  const line = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  return spawn('etcd', line, { stdio: ['ignore', log, log] })
}

/** @throws an Error when it does not answer within ten seconds. */
async function untilHealthy(node: Node): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const reply = await fetch(`${node.client}/health`, { signal: AbortSignal.timeout(1000) }).catch(() => null)
    const health = (await reply?.json().catch(() => null)) as { health?: string } | null
    if (health?.health === 'true') return
    await sleep(100)
  }
  throw new Error('etcd did not start.')
}

/** @param hosts under which each site reaches the drill. */
export async function startWitness(dataDir: string, nodes: 1 | 3, hosts: readonly [string, string]): Promise<Witness> {
  const folder = join(dataDir, 'witness')
  mkdirSync(folder, { mode: 0o700 })
  const all: Node[] = []
  for (let number = 0; number < nodes; number++) {
    const [client, peer] = [await freePort(), await freePort()]
    all.push({ name: `w${number}`, client: `http://127.0.0.1:${client}`, peer: `http://127.0.0.1:${peer}` })
  }
  const children = await Promise.all(all.map((node) => startNode(folder, node, all)))
  const kill = () => {
    for (const child of children) child.kill('SIGKILL')
  }
  process.on('exit', kill)
  await untilHealthy(all[0]!)
  const valves = [new Valve(), new Valve()] as const
  const relays: Relay[] = []
  const urlsFor = async (place: Place) => {
    const gate = () => valves[place].pass()
    const own = await Promise.all(
      all.map((node) =>
        openRelay(node.client.slice('http://'.length), { asking: gate, answering: gate }, hosts[place]),
      ),
    )
    relays.push(...own)
    return own.map((relay) => `http://${relay.address}`).join(',')
  }
  return {
    urls: [await urlsFor(0), await urlsFor(1)],
    keepAway: (from) => {
      for (const place of places) valves[place].shut = from.includes(place)
    },
    close: async () => {
      for (const valve of valves) valve.shut = false
      await Promise.all(relays.map((relay) => relay.close()))
      kill()
      process.off('exit', kill)
    },
  }
}

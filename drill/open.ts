/** Two sites, made as an operator makes them: `site init` on the first, `site join` on the second, while people write. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TweeterDoor } from './door.ts'
import type { Scene } from './faults.ts'
import type { Ground } from './ground.ts'
import { History, type Place } from './history.ts'
import { settle } from './people.ts'
import { Site } from './site.ts'
import { startWitness, type Witness } from './witness.ts'
import { makeHot } from './workload.ts'

export const names = ['berlin', 'oslo'] as const
const plugins = fileURLToPath(new URL('./plugin', import.meta.url))
const SPARE_TOKENS = 200

export interface Opened extends Scene {
  readonly door: TweeterDoor
  readonly history: History
  readonly hot: Awaited<ReturnType<typeof makeHot>>
  readonly money: number
  /** Ends servers, Postgres and witness; the cable is the caller's. */
  close(): Promise<void>
}

function settingsOf(place: Place, folder: string, ground: Ground, witness: Witness | null): Record<string, string> {
  const { host, port } = ground.spots[place]
  return {
    TWEETER_DATA: join(folder, names[place]),
    TWEETER_HOST: host,
    TWEETER_PORT: String(port),
    // One network, whichever site serves it.
    TWEETER_URL: 'http://drill.example',
    TWEETER_PLUGINS: plugins,
    TWEETER_RATE_LIMIT_PERCENT: '0',
    TWEETER_LINK_PREVIEWS: 'off',
    TWEETER_REQUESTS: 'off',
    ...(witness && { TWEETER_WITNESS: witness.urls[place] }),
  }
}

/** @throws an Error for people, with what the command said, when the sites cannot be joined. */
export async function open(folder: string, ground: Ground, witnessNodes: 0 | 1 | 3): Promise<Opened> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const outside = [ground.spots[0].outside, ground.spots[1].outside] as const
  const witness = witnessNodes === 0 ? null : await startWitness(folder, witnessNodes, outside)
  const siteAt = (place: Place) => {
    const env = settingsOf(place, folder, ground, witness)
    const { host, port, within } = ground.spots[place]
    return new Site({ place, name: names[place], dataDir: env.TWEETER_DATA!, host, port, env, within })
  }
  const sites = [siteAt(0), siteAt(1)] as const
  const close = async () => {
    await Promise.all(sites.map((site) => site.stop()))
    await witness?.close()
  }
  try {
    const people = await settle(settingsOf(0, folder, ground, witness), SPARE_TOKENS)
    const door = new TweeterDoor([sites[0].url, sites[1].url], people)
    const history = new History()
    await sites[0].start()
    const opened = await door.ask(0, { method: 'POST', path: '/api/drill/open' })
    if (opened.status !== 200) throw new Error(`The accounts could not be opened: ${JSON.stringify(opened.json)}`)
    const money = (opened.json as { balance: number }[]).reduce((sum, { balance }) => sum + balance, 0)
    const hot = await makeHot(door, history)
    await meet(sites, ground)
    return { sites, cable: ground.cable, witness, door, history, hot, money, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function must(site: Site, line: readonly string[]): Promise<string> {
  const { code, out, err } = await site.run(line)
  if (code !== 0) throw new Error(`tweeter ${line.join(' ')} at ${site.name} failed: ${err || out}`)
  return out
}

async function meet([first, second]: readonly [Site, Site], { spots, cable }: Ground): Promise<void> {
  const at = (place: Place) => [
    '--name',
    names[place],
    '--listen',
    spots[place].link,
    '--address',
    cable.addresses[place],
  ]
  const code = (await must(first, ['site', 'init', ...at(0)])).trim().split('\n').at(-1)!
  await must(second, ['site', 'join', code, ...at(1)])
  await second.start()
}

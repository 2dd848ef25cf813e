/**
 * Two network namespaces of Linux, each with a site, and a real (virtual) cable between them: for root, with iproute2.
 * It is cut by sending its frames to a station that is not there: they leave, and nobody gets them. So nobody is told
 * either, which a link that is down or a route that refuses would do.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Cable, calm, type Weather } from './cable.ts'
import type { Ground, Spot } from './ground.ts'
import { otherOf, type Place, places } from './history.ts'
import type { FaultKind } from './schedule.ts'

const run = promisify(execFile)
const names = ['tweeter-drill-a', 'tweeter-drill-b'] as const
const cables = ['tweeter-a', 'tweeter-b'] as const
/** Ends of the cable, of the sites towards the drill, and of the drill towards them. */
const ends = ['10.213.0.1', '10.213.0.2'] as const
const doors = ['10.213.1.2', '10.213.2.2'] as const
const outside = ['10.213.1.1', '10.213.2.1'] as const
const NOBODY = '02:00:00:00:00:99'
const PORT = 3000
const LINK_PORT = 7443

/** @throws an Error that says what is missing. */
async function ip(line: string): Promise<string> {
  try {
    return (await run('ip', line.split(' '))).stdout
  } catch (error) {
    const { code, stderr } = error as { code?: string | number; stderr?: string }
    if (code === 'ENOENT') throw new Error('The program `ip` is missing: install the package iproute2.')
    throw new Error(`ip ${line}: ${stderr?.trim() || code}`)
  }
}

const inside = (place: Place, line: string) => ip(`-n ${names[place]} ${line}`)

async function clear(): Promise<void> {
  for (const name of names) await ip(`netns del ${name}`).catch(() => {})
}

async function build(): Promise<readonly [string, string]> {
  await clear()
  for (const name of names) await ip(`netns add ${name}`)
  await ip(`link add ${cables[0]} netns ${names[0]} type veth peer name ${cables[1]} netns ${names[1]}`)
  for (const place of places) {
    await inside(place, 'link set lo up')
    await inside(place, `addr add ${ends[place]}/24 dev ${cables[place]}`)
    await inside(place, `link set ${cables[place]} up`)
    const [here, there] = [`tweeter-d${place}`, `tweeter-e${place}`]
    await ip(`link add ${here} type veth peer name ${there} netns ${names[place]}`)
    await ip(`addr add ${outside[place]}/24 dev ${here}`)
    await ip(`link set ${here} up`)
    await inside(place, `addr add ${doors[place]}/24 dev ${there}`)
    await inside(place, `link set ${there} up`)
  }
  const station = async (place: Place) =>
    /link\/ether (\S+)/.exec(await inside(place, `link show dev ${cables[place]}`))![1]!
  return [await station(0), await station(1)]
}

/** Delays and losses are made by the kernel's netem, which not every kernel has. */
async function hasNetem(): Promise<boolean> {
  try {
    await run('tc', ['-n', names[0], 'qdisc', 'add', 'dev', cables[0], 'root', 'netem', 'delay', '1ms'])
    await run('tc', ['-n', names[0], 'qdisc', 'del', 'dev', cables[0], 'root'])
    return true
  } catch {
    return false
  }
}

function cableOf(stations: readonly [string, string], netem: boolean): Cable {
  const say = (place: Place, weather: Weather) => {
    const to = otherOf(place)
    const station = weather.cutFrom.includes(place) ? NOBODY : stations[to]
    return inside(place, `neigh replace ${ends[to]} lladdr ${station} dev ${cables[place]} nud permanent`)
  }
  const shape = async (place: Place, { delayMs, loss }: Weather) => {
    const line = ['qdisc', 'replace', 'dev', cables[place], 'root', 'netem', 'delay', `${delayMs}ms`]
    await run('tc', ['-n', names[place], ...line, 'loss', `${loss * 100}%`])
  }
  const without: FaultKind[] = netem ? ['drop'] : ['drop', 'slow', 'lossy']
  return {
    addresses: [`${ends[0]}:${LINK_PORT}`, `${ends[1]}:${LINK_PORT}`],
    without,
    set: async (weather) => {
      await Promise.all(places.map((place) => say(place, weather)))
      if (netem) await Promise.all(places.map((place) => shape(place, weather)))
    },
    drop: async () => {},
    close: async () => {},
  }
}

/** @throws an Error for people: not root, or `ip` is missing. */
export async function namespaces(): Promise<Ground> {
  if (process.getuid?.() !== 0) throw new Error('Network namespaces need root.')
  const stations = await build()
  const cable = cableOf(stations, await hasNetem())
  await cable.set(calm)
  const spotOf = (place: Place): Spot => ({
    within: ['ip', 'netns', 'exec', names[place]],
    host: doors[place],
    port: PORT,
    link: `${ends[place]}:${LINK_PORT}`,
    outside: outside[place],
  })
  return { spots: [spotOf(0), spotOf(1)], cable, close: clear }
}

/**
 * What a second site costs: latency of writes of a network with one site, with two, and with two and a witness, in
 * turns in one run, each at one connection, durable (fsync on), over loopback. Must hold: shared writes (a post, a
 * favourite) at most 1.3 times of those of a single site, home writes with a witness (each waits for both sites) at most
 * 2 times. And how long it takes until both sites are equal, after a cable was mended with so many writes waiting at
 * each (10,000 unless said): at most 10 s.
 *
 * `node bench/sites.ts [ROUNDS] [WAITING]`; the witness needs etcd on the PATH.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { hasEtcd, openEtcd, openJoined } from '../server/sites/home/testing.ts'
import { onceAtHome, stateOf } from '../server/sites/index.ts'
import { transact } from '../server/storage/index.ts'
import { openTwoSites, type Site, type TwoSites, until } from '../testing/two-sites.ts'

const ROUNDS = Number(process.argv[2] ?? 400)
const WAITING = Number(process.argv[3] ?? 10_000)
const durable = { fsync: 'on', full_page_writes: 'on', shared_buffers: '128MB' }
const env = { TWEETER_REQUESTS: 'off' }

type Write = (n: number) => Promise<unknown>
interface Subject {
  readonly name: string
  readonly shared: Write
  readonly favourite: Write
  readonly home: Write
}

async function subjectOf(name: string, site: Site): Promise<Subject> {
  const person = await site.account(`bench_${site.name}`)
  const post = async (n: number) => {
    const reply = await site.call('POST', '/api/v1/statuses', { token: person.token, body: { status: `post ${n}` } })
    if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${reply.text}`)
    return String(reply.json.id)
  }
  const id = await post(-1)
  return {
    name,
    shared: post,
    favourite: async (n) => {
      const what = n % 2 === 0 ? 'favourite' : 'unfavourite'
      await site.call('POST', `/api/v1/statuses/${id}/${what}`, { token: person.token })
    },
    // What a transfer of money will be: a key and a row, in one home transaction.
    home: (n) => onceAtHome(site.app, { scope: 'bench', key: `${name}-${n}`, asked: n }, () => Promise.resolve(n)),
  }
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

/** Milliseconds, the median: all in turns, so that each gets the same of the machine's moods. */
async function latencies(subjects: readonly Subject[], kind: 'shared' | 'favourite' | 'home'): Promise<number[]> {
  const times: number[][] = subjects.map(() => [])
  for (let n = 0; n < ROUNDS; n++) {
    for (const [at, subject] of subjects.entries()) {
      const began = performance.now()
      await subject[kind](n)
      // The first ones fill caches.
      if (n >= ROUNDS / 10) times[at]!.push(performance.now() - began)
    }
  }
  return times.map(median)
}

const wrong: string[] = []
function told(what: string, value: number, most: number, unit = ''): void {
  console.log(`${what.padEnd(58)} ${value.toFixed(2).padStart(8)}${unit}  at most ${most}`)
  if (value > most) wrong.push(what)
}

async function compare(kind: 'shared' | 'favourite' | 'home', most: number, subjects: readonly Subject[]) {
  const [single, ...others] = await latencies(subjects, kind)
  console.log(`${kind}: ${subjects[0]!.name} ${single!.toFixed(2)} ms`)
  for (const [at, ms] of others.entries()) told(`  ${subjects[at + 1]!.name}, ${ms.toFixed(2)} ms`, ms / single!, most)
}

/** Rows of three kinds at both sites while the cable is cut; @returns seconds from mending until both are equal. */
async function converge({ east, west, cable }: TwoSites): Promise<number> {
  cable.cut()
  await until(() => !stateOf(east.app).reachable && !stateOf(west.app).reachable)
  for (const site of [east, west]) {
    await transact(
      site.app.db,
      (tx) => tx`
      insert into accounts (id, username)
      select tweeter.next_id(), ${site.name} || n from generate_series(1, ${Math.round(WAITING / 2)}::int) n`,
    )
    await transact(
      site.app.db,
      (tx) => tx`
      insert into follows (follower_id, followee_id)
      select id, (select min(id) from accounts) from accounts where username like ${`${site.name}%`}
       limit ${Math.round(WAITING / 2)}`,
    )
  }
  const counted = async ({ app }: Site) =>
    (
      await app.db.read<{ accounts: number; follows: number }>`
      select (select count(*) from accounts) as accounts, (select count(*) from follows where active) as follows`
    )[0]!
  const [here, there] = [await counted(east), await counted(west)]
  const began = performance.now()
  cable.mend()
  await until(async () => {
    const [one, other] = [await counted(east), await counted(west)]
    const grown = one.accounts > here.accounts && other.accounts > there.accounts
    return grown && one.accounts === other.accounts && one.follows === other.follows
  }, 120_000)
  return (performance.now() - began) / 1000
}

const etcd = hasEtcd() ? await openEtcd() : null
const alone = await openTwoSites({ met: false, env, settings: durable })
await alone.west.close()
const joined = await openJoined({ env, settings: durable })
const witnessed = etcd ? await openJoined({ env: { ...env, TWEETER_WITNESS: etcd.url }, settings: durable }) : null
if (witnessed) await until(() => stateOf(witnessed.east.app).here.mode === 'both', 60_000)

const single = await subjectOf('a single site', alone.east)
const two = await subjectOf('two sites', joined.east)
const withWitness = witnessed && (await subjectOf('two sites and a witness', witnessed.east))
const all = withWitness ? [single, two, withWitness] : [single, two]
await sleep(1000)
await compare('shared', 1.3, all)
await compare('favourite', 1.3, all)
await compare('home', 2, all)
if (!withWitness) console.log('Without etcd on the PATH home writes that wait for both sites were not measured.')
const seconds = await converge(joined)
told(`equal after mending, ${WAITING} writes waiting at each`, seconds, 10, ' s')
console.log(wrong.length === 0 ? 'All holds.' : `Does not hold: ${wrong.join('; ')}`)

await alone.east.close()
await joined.close()
await witnessed?.close()
etcd?.close()
process.exit(wrong.length === 0 ? 0 : 1)

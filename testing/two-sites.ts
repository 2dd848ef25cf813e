/**
 * Two whole servers in the test's own process, each with a Postgres of its own, and a cable between them that can be
 * cut (testing/cable.ts).
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { modules } from '../server/modules.ts'
import { initSite, joinNetwork, stateOf } from '../server/sites/index.ts'
import { connect, groundMigrations, migrate, type Storage, startEmbedded } from '../server/storage/index.ts'
import { type OwnCable, openCable, type SiteName } from './cable.ts'
import { openWorldOn, type World } from './world.ts'

export type { Cable, SiteName } from './cable.ts'

export interface Site extends World {
  readonly name: SiteName
  readonly dataDir: string
  /** Of its Postgres. */
  readonly socketDir: string
  /** The process of its Postgres. */
  readonly postgresPid: number
  /** host:port that its link really listens on; the other site goes through the cable. */
  readonly linkListen: string
  /** Where its API is served. */
  readonly url: string
}

export interface TwoSites {
  /** The first one, site 0. */
  readonly east: Site
  readonly west: Site
  readonly cable: OwnCable
  close(): Promise<void>
}

export interface TwoSitesOptions {
  /** Settings over those of `openWorld`, for both. */
  readonly env?: Record<string, string>
  /** Of Postgres, over the fast ones. */
  readonly settings?: Record<string, string>
  /** False leaves them strangers to each other: nobody has called `initSite`. */
  readonly met?: boolean
}

const TEMPLATE = 'TWEETER_TEST_SITE_TEMPLATE'

const fast = {
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  max_connections: '150',
}

/** Both serve, know each other and hear each other (unless `met` is false); nothing is replicated yet. */
export async function openTwoSites(options: TwoSitesOptions = {}): Promise<TwoSites> {
  const ports = { east: await freePort(), west: await freePort() }
  const opening = [openSite('east', ports.east, options), openSite('west', ports.west, options)] as const
  const [east, west] = await Promise.all(opening).catch(async (error) => {
    // One that came up would keep the test's process alive.
    for (const one of await Promise.allSettled(opening)) if (one.status === 'fulfilled') await one.value.close()
    throw error
  })
  const cable = await openCable(ports)
  if (options.met ?? true) {
    await meet(east, west, cable.addresses)
    await hearing(east, west)
  }
  return {
    east,
    west,
    cable,
    close: async () => {
      // Neither waits for the other.
      cable.mend()
      await Promise.all([east.close(), west.close()])
      await cable.close()
    },
  }
}

/** What `site init` at the first and `site join` at the second do before anything is copied. */
export async function meet(east: Site, west: Site, addresses: Readonly<Record<SiteName, string>>): Promise<void> {
  const wish = (site: Site) => ({
    name: site.name,
    listen: site.linkListen,
    address: addresses[site.name],
    databaseUrl: null,
  })
  const code = await initSite(east.app, wish(east))
  await until(() => stateOf(east.app).here.name === 'east')
  for (let tries = 1; ; tries++) {
    try {
      await joinNetwork(west.app, code, wish(west))
      return
    } catch (error) {
      // The first begins to listen a moment after it was told to.
      if (tries === 40) throw error
      await sleep(50)
    }
  }
}

export async function hearing(east: Site, west: Site): Promise<void> {
  await until(() => [east, west].every(({ app }) => stateOf(app).other !== null && stateOf(app).reachable))
}

/** @throws when it does not come true within 10 s, or as long as said. */
export async function until(what: () => unknown, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await what())) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`)
    await sleep(25)
  }
}

/**
 * The folder of a Postgres with all migrations, stopped, for copying: making one takes ten times as long. A whole test
 * run shares one (testing/setup.ts).
 */
export async function makeSiteTemplate(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tweeter-site-template-'))
  const postgres = await startEmbedded({ dataDir, log: () => {}, settings: fast, label: 'tests' })
  const db = connect({ ...postgres, connections: 2 })
  const folders = modules.flatMap(({ name, migrations }) => (migrations ? [{ module: name, folder: migrations }] : []))
  await migrate(db, [groundMigrations, ...folders])
  await db.close()
  await postgres.stop()
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  process.env[TEMPLATE] = dataDir
  return dataDir
}

let own: Promise<string> | undefined

/** With its owner, who may be another user than this process's. */
async function copyTemplate(to: string): Promise<void> {
  own ??= process.env[TEMPLATE] ? Promise.resolve(process.env[TEMPLATE]) : makeSiteTemplate()
  await promisify(execFile)('cp', ['-a', `${await own}/postgres`, `${to}/postgres`])
}

async function openSite(name: SiteName, port: number, options: TwoSitesOptions): Promise<Site> {
  const dataDir = mkdtempSync(join(tmpdir(), `tweeter-${name}-`))
  await copyTemplate(dataDir)
  const settings = { ...fast, ...options.settings }
  const postgres = await startEmbedded({ dataDir, log: () => {}, settings, label: 'tests' })
  const db = connect({ ...postgres, connections: 10, countStatements: true })
  const close = async () => {
    await db.close()
    await postgres.stop()
  }
  try {
    // What a new installation would have made for itself.
    await db.pool`update tweeter.here set secret = gen_random_uuid()::text || gen_random_uuid()::text`
  } catch (error) {
    await close()
    throw error
  }
  const storage: Storage = { db, died: new Promise(() => {}), close }
  const world = await openWorldOn({ storage, dataDir }, options.env ?? {})
  const url = await world.tweeter.start()
  return {
    ...world,
    name,
    dataDir,
    socketDir: postgres.socketDir,
    postgresPid: postgres.pid,
    linkListen: `127.0.0.1:${port}`,
    url,
    close: async () => {
      await world.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** For tests of home: two whole joined sites, and a real etcd. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTwoSites, type Site, type TwoSites, type TwoSitesOptions, until } from '../../../testing/two-sites.ts'
import { joinSite } from '../replicating/join.ts'
import { stateOf } from '../state.ts'

/** Replicating both ways and equal, the first one is home. */
export async function openJoined(options: TwoSitesOptions = {}): Promise<TwoSites> {
  const settings = { wal_retrieve_retry_interval: '100ms', ...options.settings }
  const two = await openTwoSites({ ...options, settings })
  await joinSite(two.west.app, { invitation: null })
  await until(() => [two.east, two.west].every(({ app }) => stateOf(app).here.epoch === 1))
  return two
}

export const termAt = ({ app }: Site) => {
  const { epoch, home, mode } = stateOf(app).here
  return `${epoch} ${home} ${mode}`
}

export const hasEtcd = (): boolean => spawnSync('etcd', ['--version'], { stdio: 'ignore' }).status === 0

export interface Etcd {
  readonly url: string
  /** It hangs, as one that cannot be reached does. */
  pause(): void
  resume(): void
  close(): void
}

/** A real etcd of one node on loopback. */
export async function openEtcd(): Promise<Etcd> {
  const dir = mkdtempSync(join(tmpdir(), 'etcd-'))
  const url = `http://127.0.0.1:${await freePort()}`
  const peers = `http://127.0.0.1:${await freePort()}`
  const clients = ['--listen-client-urls', url, '--advertise-client-urls', url]
  const cluster = ['--initial-advertise-peer-urls', peers, '--initial-cluster', `default=${peers}`]
  const args = ['--data-dir', dir, ...clients, '--listen-peer-urls', peers, ...cluster]
  const child = spawn('etcd', args, { stdio: 'ignore' })
  await until(() =>
    fetch(`${url}/health`, { signal: AbortSignal.timeout(500) }).then(
      (reply) => reply.ok,
      () => false,
    ),
  )
  return {
    url,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    close: () => {
      child.kill('SIGCONT')
      child.kill('SIGKILL')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  await new Promise((done) => server.close(done))
  return port
}

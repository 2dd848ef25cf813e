// A directory name for the socket that a client can connect to: an address holds 104 bytes (macOS) or 108 (Linux).
import * as fs from 'node:fs'
import os from 'node:os'
import { basename, dirname, join } from 'node:path'

const longestBytes = 100
const prefix = 'tweeter-socket-'
const dayMs = 24 * 60 * 60 * 1000

export interface SocketDir {
  path: string
  /** removes what was made for it */
  remove(): void
}

/** The cluster itself when its name is short enough, else a link to it in a fresh directory of ours (0700). */
export function shortSocketDir(cluster: string, temporary = os.tmpdir()): SocketDir {
  if (fits(cluster)) return { path: cluster, remove() {} }
  const parent = fits(join(temporary, `${prefix}123456/s`)) ? temporary : '/tmp'
  const dir = fs.mkdtempSync(join(parent, prefix))
  const path = join(dir, 's')
  fs.symlinkSync(cluster, path)
  // Cleaners of temporary directories remove what has not been touched for some days.
  const touch = setInterval(() => {
    fs.lutimesSync(path, new Date(), new Date())
    fs.utimesSync(dir, new Date(), new Date())
  }, dayMs).unref()
  return {
    path,
    remove() {
      clearInterval(touch)
      removeLink(path, cluster)
    },
  }
}

/** Removes the link of a Tweeter that was killed; anything but such a link to this cluster is left alone. */
export function removeLink(path: string, cluster: string): void {
  if (!basename(dirname(path)).startsWith(prefix)) return
  if (!fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() || fs.readlinkSync(path) !== cluster) return
  fs.rmSync(dirname(path), { recursive: true, force: true })
}

function fits(dir: string): boolean {
  return Buffer.byteLength(join(dir, '.s.PGSQL.5432')) <= longestBytes
}

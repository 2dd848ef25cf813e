import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'

/** Those of this process. A process that was here before may have had the same number: in a container it is always 1. */
const living = new Set<string>()

/** The name under which a follower of this process holds files; it says where the process is. */
export function newHolder(): string {
  const holder = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`
  living.add(holder)
  return holder
}

/**
 * Whether a holder is known to be gone: a process of this machine that is no more. Of other machines nobody knows; what
 * they held is free when the lease ends.
 */
export function isGone(holder: string): boolean {
  const [, host, pid] = /^(.+):(\d+):[0-9a-f]+$/.exec(holder) ?? []
  if (host !== hostname()) return false
  if (Number(pid) === process.pid) return !living.has(holder)
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

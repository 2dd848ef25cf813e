// One Tweeter per data directory: `<dataDir>/tweeter.pid` says who holds it.
import { randomBytes } from 'node:crypto'
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, readOrNull, startOf } from './processes.ts'

export interface Holder {
  pid: number
  /** see startOf: tells this process from a later one with the same pid */
  start: string
  label: string
  /** ISO 8601 */
  since: string
  /** where a client connects when Postgres is ready */
  socketDir?: string
}

export interface Hold {
  /** who held the data before and died without a goodbye */
  replaced: Holder | null
  tellSocket(socketDir: string): void
  release(): void
}

class Held extends Error {
  readonly holder: Holder
  constructor(holder: Holder) {
    super(`held by process ${holder.pid}`)
    this.holder = holder
  }
}

const fileIn = (dataDir: string) => join(dataDir, 'tweeter.pid')

/** Who holds the data directory now, or null. */
export function whoHolds(dataDir: string): Holder | null {
  const holder = parse(readOrNull(fileIn(dataDir)) ?? '')
  return holder && isAlive(holder) ? holder : null
}

/**
 * Takes the data directory for this process.
 * @throws when a living process holds it, with a message that says which, what for and since when.
 */
export async function holdData(dataDir: string, label: string): Promise<Hold> {
  const file = fileIn(dataDir)
  const start = startOf(process.pid)
  if (start === null) throw new Error('Tweeter cannot see its own process: is /proc mounted?')
  const me: Holder = { pid: process.pid, start, label, since: new Date().toISOString() }
  try {
    const replaced = await take(file, JSON.stringify(me))
    return {
      replaced,
      tellSocket(socketDir) {
        me.socketDir = socketDir
        const draft = draftOf(file)
        writeFileSync(draft, JSON.stringify(me))
        renameSync(draft, file)
      },
      release() {
        if (readOrNull(file) === JSON.stringify(me)) rmSync(file, { force: true })
      },
    }
  } catch (error) {
    if (!(error instanceof Held)) throw error
    const { pid, label: what, since } = error.holder
    throw new Error(
      `The data in ${dataDir} is in use by process ${pid} (${what}) since ${since}. ` +
        'Stop that one first, or give this one a data directory of its own.',
    )
  }
}

/**
 * Makes `path` hold `text`, for one process at a time. Returns the dead holder it replaced, or null.
 *
 * The file appears whole, by link(2), so nobody ever reads half of it. Replacing a dead holder's file needs a second
 * lock around "is it still the dead one's?" and the rename: without it, two starters that both saw the dead holder would
 * both win. That lock is taken by this same function, so one that died holding it is replaced in the same way.
 */
async function take(path: string, text: string): Promise<Holder | null> {
  const draft = draftOf(path)
  try {
    writeFileSync(draft, text, { flag: 'wx', mode: 0o644 })
    for (let tries = 1; ; tries++) {
      if (linked(draft, path)) return null
      const found = readOrNull(path)
      if (found === null) continue
      const holder = parse(found)
      if (holder && isAlive(holder)) throw new Held(holder)
      try {
        await take(`${path}.takeover`, text)
      } catch (error) {
        if (!(error instanceof Held) || tries > 500) throw error
        await sleep(10) // another starter is just replacing it
        continue
      }
      try {
        if (readOrNull(path) !== found) continue
        renameSync(draft, path)
        return holder
      } finally {
        rmSync(`${path}.takeover`, { force: true })
      }
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

function linked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

const draftOf = (path: string) => `${path}.${process.pid}-${randomBytes(4).toString('hex')}`

const isAlive = (holder: Holder) => startOf(holder.pid) === holder.start

/** Null for what no holder wrote: files appear whole, so a broken one was broken by a power cut and holds nothing. */
function parse(text: string): Holder | null {
  try {
    const value = JSON.parse(text)
    return Number.isInteger(value?.pid) && typeof value.start === 'string' ? value : null
  } catch {
    return null
  }
}

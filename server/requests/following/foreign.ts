import { glob, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Compression } from '../reading/chunks.ts'
import { compressionOf } from '../reading/whole.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Log, LogFile } from './log.ts'

/** A file that another has followed, and that nobody has written to for so long, is final. */
const QUIET_MS = 60_000

export interface ForeignOptions {
  readonly source: string
  /** A file, whose rotated brothers are found by their names; or a pattern, all of whose files are read. */
  readonly from: string
  /** Nobody writes to it any more, it is read to its end. */
  readonly whole: boolean
}

/** A file as it was found, and what it was known by. */
interface Found {
  readonly path: string
  readonly compression: Compression
  readonly size: number
  readonly changedMs: number
  readonly inode: number
  readonly print: string | null
}

export const isPattern = (from: string): boolean => /[*?{[]/.test(from)

/**
 * The log of another server. Its files are known by their first line, so renaming them, copying and truncating them, and
 * compressing them afterwards change nothing; what is there twice is read once.
 *
 * Of a log that is named by one file, the rotated ones that were there when it was followed for the first time are left
 * alone; all that come later are read, also by one who was away when they did.
 */
export function foreignLog(options: ForeignOptions): Log {
  const from = resolve(options.from)
  let seen = new Map<string, Found>()
  let begun = isPattern(from)
  return {
    source: options.source,
    list: async (begin) => {
      const paths = isPattern(from) ? await matching(from) : await brothers(from)
      const found = (await Promise.all(paths.map((path) => look(path, seen.get(path), options.whole)))).filter(
        (one) => one !== null,
      )
      seen = new Map(found.map((one) => [one.path, one]))
      const files = asFiles(once(found), options.whole)
      if (!begun) await begin(files.filter(({ file }) => file !== seen.get(from)?.print))
      begun = true
      return files
    },
    // There may be several frames in it, of which each tells only its own length.
    lengthOf: async () => null,
    isStill: async ({ path, compression, file }) =>
      (await fingerprintOf(path, compression, options.whole).catch(() => null)) === file,
  }
}

async function matching(pattern: string): Promise<string[]> {
  const paths: string[] = []
  for await (const path of glob(pattern)) paths.push(path)
  return paths
}

/** The file itself, and what rotation makes of it: `access.log.1`, `access.log-20261122.gz`, `access-20261122.log.gz`. */
async function brothers(from: string): Promise<string[]> {
  const folder = dirname(from)
  const name = basename(from)
  const [, stem, ending] = /^(.+)(\.[^.]+)$/.exec(name) ?? [undefined, name, '']
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const isBrother = (other: string) =>
    (other.startsWith(name) && /^[._-]/.test(other.slice(name.length))) ||
    (ending !== '' && other.startsWith(stem!) && /^[._-]/.test(other.slice(stem!.length)) && other.includes(ending!))
  return names.filter((other) => other === name || isBrother(other)).map((other) => join(folder, other))
}

/** @returns null for what is no file, or is compressed in a way that cannot be read. */
async function look(path: string, before: Found | undefined, whole: boolean): Promise<Found | null> {
  try {
    const stats = await stat(path)
    const { size, mtimeMs: changedMs, ino: inode } = stats
    if (!stats.isFile() || /\.(?:bz2|xz|lz4|zip|tmp)$/.test(path)) return null
    const same = before?.size === size && before.changedMs === changedMs && before.inode === inode
    if (same && before.print !== null) return before
    const compression = compressionOf(path)
    return { path, compression, size, changedMs, inode, print: await fingerprintOf(path, compression, whole) }
  } catch (error) {
    // It went, or is being compressed at this moment: it is looked at again the next time.
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code?.startsWith('Z_') || code?.startsWith('ZSTD_')) return null
    throw error
  }
}

type Printed = Found & { readonly print: string }

/** Each content once: the plain file rather than the compressed one, the longer copy rather than the one under way. */
function once(found: readonly Found[]): Printed[] {
  const best = new Map<string, Printed>()
  for (const one of found) {
    if (one.print === null) continue
    const other = best.get(one.print)
    const [a, b] = [one.compression === 'none' ? 1 : 0, other?.compression === 'none' ? 1 : 0]
    if (!other || a > b || (a === b && one.size > other.size)) best.set(one.print, one as Printed)
  }
  return [...best.values()].sort((a, b) => a.changedMs - b.changedMs || (a.path < b.path ? 1 : -1))
}

function asFiles(files: readonly Printed[], whole: boolean): LogFile[] {
  const quiet = Date.now() - QUIET_MS
  return files.map(({ print, path, compression, size, changedMs }, index) => {
    const packed = compression !== 'none'
    const followed = index < files.length - 1 && changedMs < quiet
    return { file: print, path, compression, size, final: whole || packed || followed, sealed: packed }
  })
}

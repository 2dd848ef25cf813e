import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  type Blobs,
  type ByteRange,
  checkKey,
  type ListedBlob,
  nothing,
  type OpenBlob,
  resolveRange,
  typeOfKey,
} from './blobs.ts'

const STALE_MS = 24 * 60 * 60 * 1000

/**
 * Blobs as files under `dir`, in 65,536 folders by the key's hash, so that no folder grows large. The folders of a key
 * are written as commas in the file's name, which keeps every blob two levels deep.
 *
 * A file is written under a temporary name, synced, renamed, and its folder synced: after a power cut it is whole or
 * it is not there. Temporary files of a process that died are removed at the first write, a day later.
 */
export function diskBlobs(dir: string): Blobs {
  const temporary = join(dir, 'tmp')
  let ready: Promise<void> | null = null

  return {
    async put(key, bytes, type) {
      checkKey(key, type)
      ready ??= prepare(temporary)
      await ready.catch((error) => {
        ready = null
        throw error
      })
      const source = bytes instanceof Readable ? bytes : Readable.from([bytes])
      const draft = join(temporary, randomUUID())
      try {
        await pipeline(source, createWriteStream(draft, { flags: 'wx', flush: true }))
        await moveInto(dir, draft, pathOf(dir, key))
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
    },

    async open(key, range) {
      const type = typeOfKey(key)
      const handle = type && (await openIfThere(pathOf(dir, key)))
      return handle ? read(handle, type, range) : null
    },

    async remove(key) {
      if (typeOfKey(key) !== null) await rm(pathOf(dir, key), { force: true })
    },

    list: () => listed(dir),
  }
}

async function* listed(dir: string): AsyncGenerator<ListedBlob> {
  for (const first of await namesIn(dir)) {
    if (first.length !== 2) continue
    for (const second of await namesIn(join(dir, first))) {
      const folder = join(dir, first, second)
      const found = await Promise.all((await namesIn(folder)).map((name) => look(folder, name)))
      for (const blob of found) if (blob) yield blob
    }
  }
}

async function look(folder: string, name: string): Promise<ListedBlob | null> {
  const key = name.replaceAll(',', '/')
  const found = typeOfKey(key) && (await stat(join(folder, name)).catch(nullIfMissing))
  return found ? { key, size: found.size, changedAt: found.mtime } : null
}

const namesIn = async (folder: string): Promise<string[]> => (await readdir(folder).catch(nullIfMissing)) ?? []

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

function pathOf(dir: string, key: string): string {
  const hash = createHash('sha256').update(key).digest('hex')
  return join(dir, hash.slice(0, 2), hash.slice(2, 4), key.replaceAll('/', ','))
}

async function prepare(temporary: string): Promise<void> {
  await mkdir(temporary, { recursive: true })
  for (const name of await readdir(temporary)) {
    const path = join(temporary, name)
    const found = await stat(path).catch(() => null)
    if (found && found.mtimeMs < Date.now() - STALE_MS) await rm(path, { force: true })
  }
}

async function moveInto(dir: string, draft: string, path: string): Promise<void> {
  const folder = dirname(path)
  const created = await mkdir(folder, { recursive: true })
  await rename(draft, path)
  await sync(folder)
  // A folder that is new is an entry in its parent, and that one may be new as well.
  if (created !== undefined) await Promise.all([sync(dirname(folder)), sync(dir)])
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Reads through the handle that was measured, so that a removal in between changes nothing. */
async function read(handle: FileHandle, type: string, asked: ByteRange | undefined): Promise<OpenBlob> {
  const { size } = await handle.stat()
  const range = resolveRange(asked, size)
  if (range) return { stream: handle.createReadStream(range), size, range, type }
  await handle.close()
  return { stream: nothing(), size, range, type }
}

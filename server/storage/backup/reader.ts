import { createHash } from 'node:crypto'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { HEADER_READ_BYTES, headerOf, readHeader, readTrailer, TRAILER_BYTES } from './frames.ts'
import { CHUNK_BYTES, FORMAT, type Link, type Manifest, type Section } from './manifest.ts'

/** What is in the file is not what was written. */
class Damaged extends Error {}

/** A backup that can be read from any place: its manifest was found at its end and is whole. */
export class BackupReader {
  readonly path: string
  readonly size: number
  readonly manifest: Manifest
  readonly #handle: FileHandle

  private constructor(path: string, size: number, manifest: Manifest, handle: FileHandle) {
    this.path = path
    this.size = size
    this.manifest = manifest
    this.#handle = handle
  }

  /** @throws Error for people when it is not there, no backup, cut short, damaged, or of a newer format. */
  static async open(file: string): Promise<BackupReader> {
    const path = resolve(file)
    const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
      throw new Error(
        error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${error.message}`,
      )
    })
    try {
      const { size } = await handle.stat()
      const manifest = await readManifest(handle, size, file)
      return new BackupReader(path, size, manifest, handle)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /**
   * Unpacks a section into `use`, and checks that it is as it was written.
   *
   * @param name for the message when it is not. `use` must not count what it got as good before this returned.
   */
  async read<T>(name: string, section: Section, use: (bytes: AsyncIterable<Buffer>) => Promise<T>): Promise<T> {
    const hash = createHash('sha256')
    const watch = async function* (source: AsyncIterable<Buffer>) {
      for await (const bytes of source) {
        hash.update(bytes)
        yield bytes
      }
    }
    let result: T | undefined
    try {
      const unpack = createZstdDecompress({ chunkSize: CHUNK_BYTES })
      await pipeline(this.#stored(section), watch, unpack, async (bytes: AsyncIterable<Buffer>) => {
        result = await use(bytes)
      })
    } catch (error) {
      if (error instanceof Damaged) throw error
      // Damaged bytes may show as anything further on: what they really are is seen by their hash.
      if (!(await this.isIntact(section))) throw this.damaged(name)
      throw error
    }
    if (hash.digest('hex') !== section.sha256) throw this.damaged(name)
    return result as T
  }

  /** True when the stored bytes are those that were written. */
  async isIntact(section: Section): Promise<boolean> {
    const hash = createHash('sha256')
    for await (const bytes of this.#stored(section)) hash.update(bytes)
    return hash.digest('hex') === section.sha256
  }

  damaged(name: string): Error {
    return new Damaged(
      `${this.path} is damaged: ${name} is not as it was written. Nothing was restored; take another copy of this file, or another backup.`,
    )
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  async *#stored({ offset, length }: Section): AsyncGenerator<Buffer> {
    for (let at = offset; at < offset + length; ) {
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, offset + length - at))
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, at)
      if (bytesRead === 0) return
      at += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  }
}

async function readManifest(handle: FileHandle, size: number, file: string): Promise<Manifest> {
  const head = await bytesAt(handle, 0, Math.min(HEADER_READ_BYTES, size))
  const header = readHeader(head)
  if (header === null) throw new Error(`${file} is not a backup of Tweeter's, or its beginning is damaged.`)
  const tail = await bytesAt(handle, Math.max(0, size - TRAILER_BYTES), Math.min(TRAILER_BYTES, size))
  const place = readTrailer(tail, size)
  if (place === null) {
    throw new Error(`${file} is cut short or its end is damaged: copy it again, or take another backup.`)
  }
  const packed = await bytesAt(handle, place.offset, place.length)
  const broken = new Error(`${file} is damaged: its list of contents is not as it was written. Take another copy.`)
  if (createHash('sha256').update(packed).digest('hex') !== place.sha256) throw broken
  const manifest = JSON.parse(String(await unpacked(packed))) as Manifest
  if (manifest.format !== FORMAT) throw new Error(`${file} was made by a newer Tweeter: restore it with that one.`)
  const expected = headerOf(manifest.id, manifest.createdAt)
  if (!head.subarray(0, expected.length).equals(expected)) throw broken
  return manifest
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, at)
  return buffer.subarray(0, bytesRead)
}

async function unpacked(packed: Buffer): Promise<Buffer> {
  const parts: Buffer[] = []
  await pipeline([packed], createZstdDecompress(), async (bytes: AsyncIterable<Buffer>) => {
    for await (const part of bytes) parts.push(part)
  })
  return Buffer.concat(parts)
}

/**
 * The backups that this one builds on, opened, the oldest first: by their names beside it, or under any other name there.
 *
 * @throws Error for people that names those that are missing.
 */
export async function openChain(of: BackupReader): Promise<BackupReader[]> {
  const opened: BackupReader[] = []
  const missing: Link[] = []
  const folder = dirname(of.path)
  try {
    for (const link of of.manifest.chain) {
      const path = await find(folder, link)
      if (path === null) missing.push(link)
      else opened.push(await BackupReader.open(path))
    }
    if (missing.length === 0) return opened
    const names = missing.map((link) => `${link.file} (of ${link.createdAt})`).join(', ')
    throw new Error(
      `${basename(of.path)} builds on ${missing.length === 1 ? 'a backup that is' : 'backups that are'} not in ${folder}: ${names}. Put ${missing.length === 1 ? 'it' : 'them'} there; the name does not matter.`,
    )
  } catch (error) {
    for (const reader of opened) await reader.close()
    throw error
  }
}

async function find(folder: string, link: Link): Promise<string | null> {
  const names = await readdir(folder)
  const first = names.includes(link.file) ? [link.file] : []
  for (const name of [...first, ...names]) {
    const path = join(folder, name)
    if ((await idOf(path)) === link.id) return path
  }
  return null
}

async function idOf(path: string): Promise<string | null> {
  // A pipe would be waited for.
  if (!(await stat(path).catch(() => null))?.isFile()) return null
  const handle = await open(path, 'r').catch(() => null)
  if (handle === null) return null
  try {
    const { size } = await handle.stat()
    return readHeader(await bytesAt(handle, 0, Math.min(HEADER_READ_BYTES, size)))?.id ?? null
  } finally {
    await handle.close()
  }
}

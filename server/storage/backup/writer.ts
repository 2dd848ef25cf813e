import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import { headerOf, trailerOf } from './frames.ts'
import { CHUNK_BYTES, type Manifest, type Section } from './manifest.ts'

/** So that reading goes on while a thread packs. An option of every transform, which the types of zlib do not name. */
const AHEAD: object = { writableHighWaterMark: 8 * CHUNK_BYTES }

/**
 * The file of a backup while it is written: under a temporary name beside it, so that what bears its name is whole.
 * Whatever ends the process takes the temporary file with it; what a kill leaves is removed by the next backup to the
 * same name.
 */
export class BackupWriter {
  readonly path: string
  readonly #draft: string
  readonly #handle: FileHandle
  #offset = 0
  readonly #forget = () => rmSync(this.#draft, { force: true })

  private constructor(path: string, draft: string, handle: FileHandle) {
    this.path = path
    this.#draft = draft
    this.#handle = handle
    process.once('exit', this.#forget)
  }

  /** @throws Error for people when there is such a file already, or none can be made. */
  static async create(file: string, id: string, createdAt: string): Promise<BackupWriter> {
    const path = resolve(file)
    if (existsSync(path)) throw new Error(`${file} is there already: a backup never overwrites a file. Name another.`)
    const draft = `${path}.${process.pid}.partial`
    try {
      removeLeftovers(path)
      // A backup holds everything that the database holds: for its owner alone.
      const writer = new BackupWriter(path, draft, await open(draft, 'wx', 0o600))
      await writer.#write(headerOf(id, createdAt))
      return writer
    } catch (error) {
      rmSync(draft, { force: true })
      throw spoken(error, path)
    }
  }

  get bytes(): number {
    return this.#offset
  }

  /** Packs what `source` gives into a section of its own. */
  async section(source: AsyncIterable<Uint8Array>): Promise<Section> {
    const offset = this.#offset
    const hash = createHash('sha256')
    const pack = createZstdCompress({
      chunkSize: CHUNK_BYTES,
      ...AHEAD,
      params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 },
    })
    await pipeline(source, pack, async (packed: AsyncIterable<Buffer>) => {
      for await (const bytes of packed) {
        hash.update(bytes)
        await this.#write(bytes)
      }
    })
    return { offset, length: this.#offset - offset, sha256: hash.digest('hex') }
  }

  /** Writes the manifest, waits for the disk, and gives the file its name. */
  async finish(manifest: Manifest): Promise<void> {
    const section = await this.section(one(Buffer.from(JSON.stringify(manifest))))
    await this.#write(trailerOf(section))
    try {
      await this.#handle.sync()
      await this.#handle.close()
      await rename(this.#draft, this.path)
      const folder = await open(dirname(this.path), 'r')
      await folder.sync().finally(() => folder.close())
    } catch (error) {
      throw spoken(error, this.path)
    }
    process.off('exit', this.#forget)
  }

  /** Leaves nothing. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {})
    this.#forget()
    process.off('exit', this.#forget)
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) {
        at += (await this.#handle.write(bytes, at, bytes.length - at)).bytesWritten
      }
    } catch (error) {
      throw spoken(error, this.path)
    }
    this.#offset += bytes.length
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** What a backup to the same name left when it was killed. */
function removeLeftovers(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    const pid = name.startsWith(`${basename(path)}.`) && /\.(\d+)\.partial$/.exec(name)?.[1]
    if (pid && Number(pid) !== process.pid && !isRunning(Number(pid))) {
      rmSync(join(dirname(path), name), { force: true })
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function spoken(error: unknown, path: string): unknown {
  const folder = dirname(path)
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const why: Record<string, string> = {
    ENOSPC: `the disk that holds ${folder} is full`,
    EDQUOT: `the quota of the disk that holds ${folder} is used up`,
    EFBIG: `files in ${folder} may not become so large`,
    ENOENT: `there is no folder ${folder}`,
    ENOTDIR: `${folder} is no folder`,
    EACCES: `nothing may be written in ${folder}`,
    EROFS: `the disk that holds ${folder} is read-only`,
  }
  return why[code]
    ? new Error(`The backup was given up, and nothing of it stays: ${why[code]}.`, { cause: error })
    : error
}

/** The bytes of a stream in pieces that are worth a call each. */
export async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = []
  let length = 0
  for await (const part of source) {
    parts.push(part)
    length += part.length
    if (length < CHUNK_BYTES) continue
    yield Buffer.concat(parts, length)
    parts = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(parts, length)
}

import { createWriteStream } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, type ZstdCompress } from 'node:zlib'
import { isLeft, OPEN, ours, readSegmentName, SEALED, sealingEnding } from './segment.ts'

export interface Sealed {
  /** Bytes behind the last newline, which a killed process left; they stay out. */
  readonly torn: number
  /** What it takes now. */
  readonly bytes: number
}

/**
 * Level 1, looking for matches at every ninth place only and with a table that stays in the fast cache: lines of records
 * shrink to a third so, in 60 % of the time in which level 1 as it is makes 2/11 of them. While 100,000 records a second
 * are written, compressing is nearly half of what writing costs.
 */
const PACKING = {
  [constants.ZSTD_c_compressionLevel]: 1,
  [constants.ZSTD_c_hashLog]: 13,
  [constants.ZSTD_c_minMatch]: 6,
  [constants.ZSTD_c_targetLength]: 8,
  [constants.ZSTD_c_checksumFlag]: 1,
}
/** Large pieces, so that a segment of 64 MB crosses between threads some thirty times, not a thousand. */
const PIECE_BYTES = 2 * 1024 * 1024

/**
 * Compresses a segment that nobody writes to any more, whole lines only. The plain one goes when the compressed one is
 * durable under its name, so whoever looks finds one of the two, and if both, the compressed one is whole. Two
 * processes that do this at once end alike.
 *
 * @returns null when somebody else has sealed it meanwhile.
 * @throws what the disk says; then the plain segment is there as before.
 */
export async function sealSegment(folder: string, name: string): Promise<Sealed | null> {
  const plain = join(folder, name + OPEN)
  const making = join(folder, name + SEALED + sealingEnding)
  try {
    const { whole, torn } = await wholeLines(plain)
    const bytes = whole > 0 ? await compress(plain, whole, making) : 0
    if (whole > 0) await rename(making, join(folder, name + SEALED))
    await rm(plain, { force: true })
    return { torn, bytes }
  } catch (error) {
    await rm(making, { force: true }).catch(() => {})
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function compress(plain: string, size: number, making: string): Promise<number> {
  const packer = createZstdCompress({ params: PACKING, pledgedSrcSize: size, chunkSize: PIECE_BYTES })
  // `flush`: to the disk before it is closed, so that the name never stands for less than the whole.
  const packed = pipeline(packer, createWriteStream(making, { flush: true, mode: 0o640 }))
  await Promise.all([packed, feed(packer, plain, size)])
  return (await stat(making)).size
}

/**
 * Hands a file over in one buffer that is filled again and again: a new one for each piece, as streams do, makes V8
 * collect garbage for as long as compressing takes.
 */
async function feed(packer: ZstdCompress, plain: string, size: number): Promise<void> {
  const file = await open(plain, 'r')
  try {
    const piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
    for (let done = 0; done < size; ) {
      const { bytesRead } = await file.read(piece, 0, Math.min(PIECE_BYTES, size - done), done)
      if (bytesRead === 0) throw new Error(`${plain} is shorter than it was.`)
      done += bytesRead
      await new Promise<void>((taken, failed) =>
        packer.write(piece.subarray(0, bytesRead), (error) => (error ? failed(error) : taken())),
      )
    }
    packer.end()
  } catch (error) {
    packer.destroy(error as Error)
    throw error
  } finally {
    await file.close()
  }
}

/** How much of a file is whole lines, and how much comes after the last of them. */
async function wholeLines(path: string): Promise<{ whole: number; torn: number }> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const whole = await lastLineEnd(file, size)
    return { whole, torn: size - whole }
  } finally {
    await file.close()
  }
}

async function lastLineEnd(file: FileHandle, size: number): Promise<number> {
  const piece = Buffer.allocUnsafe(64 * 1024)
  for (let end = size; end > 0; ) {
    const from = Math.max(0, end - piece.length)
    const { bytesRead } = await file.read(piece, 0, end - from, from)
    const found = piece.subarray(0, bytesRead).lastIndexOf(0x0a)
    if (found >= 0) return from + found + 1
    end = from
  }
  return 0
}

/**
 * Seals what processes left that were killed, and clears away what they had half sealed.
 *
 * @returns how many segments were sealed, and how many ended in the middle of a line.
 */
export async function sealLeftovers(folder: string): Promise<{ sealed: number; torn: number }> {
  const files = await readdir(folder).catch(() => [] as string[])
  const sealed = new Set(files.filter((file) => file.endsWith(SEALED)))
  const result = { sealed: 0, torn: 0 }
  for (const file of files) {
    const named = readSegmentName(file)
    if (!named || named.state === 'sealed') continue
    const key = join(folder, named.name)
    const found = await stat(join(folder, file)).catch(() => null)
    if (!found || !isLeft(named.sealer ?? named, ours.has(key), found.mtimeMs)) continue
    if (named.state === 'sealing' || sealed.has(named.name + SEALED)) {
      await rm(join(folder, file), { force: true })
      continue
    }
    ours.add(key)
    const done = await sealSegment(folder, named.name).finally(() => ours.delete(key))
    if (!done) continue
    result.sealed++
    if (done.torn > 0) result.torn++
  }
  return result
}

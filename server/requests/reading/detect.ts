import { type Compression, chunksOf } from './chunks.ts'
import { type FormatName, formatNames, openFormat } from './formats/index.ts'
import { Row, SLACK } from './row.ts'

const NEWLINE = 10
const SAMPLE_BYTES = 262_144
const SAMPLE_LINES = 100

/**
 * What kind of log a file is, by its first lines: the format that can read the most of them, and at least half.
 *
 * @returns null when there is no whole line yet, and what there is of one tells nothing.
 * @throws an error that says what to do when it is none of those that have a name, and what the file system says.
 */
export async function detectFormat(path: string, compression: Compression): Promise<FormatName | null> {
  const beginning = await beginningOf(path, compression)
  const whole = firstLines(beginning)
  // A file may be one line that was never ended.
  const lines = whole.length > 0 ? whole : firstLines(Buffer.concat([beginning, Buffer.from('\n')]))
  const readable = formatNames.map((name) => ({ name, count: readableLines(name, lines) }))
  const best = readable.reduce((a, b) => (b.count > a.count ? b : a))
  if (best.count > 0 && 2 * best.count >= lines.length) return best.name
  if (whole.length === 0) return null
  // Half of them as well: in a picture or a program a line that begins with a brace is chance.
  const isJson = 2 * lines.filter((line) => line.toString('latin1').trimStart().startsWith('{')).length >= lines.length
  throw new Error(
    isJson
      ? `${path} holds JSON of a shape that is not known. Say what stands where, as in --fields time=ts,status=res.statusCode,method=req.method,path=req.url,duration=ms:responseTime`
      : `${path} is no log that can be read: neither the common nor the combined format of nginx and Apache, nor Caddy's, nor other JSON.`,
  )
}

async function beginningOf(path: string, compression: Compression): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunksOf(path, compression, 0)) {
    // A piece is valid only until the next one is asked for.
    parts.push(Buffer.from(chunk.subarray(0, SAMPLE_BYTES - bytes)))
    bytes += parts.at(-1)!.length
    if (bytes === SAMPLE_BYTES) break
  }
  return Buffer.concat(parts)
}

/** Whole ones that are not blank, each with its newline. */
function firstLines(beginning: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let at = 0; lines.length < SAMPLE_LINES; ) {
    const newline = beginning.indexOf(NEWLINE, at)
    if (newline < 0) return lines
    const line = beginning.subarray(at, newline + 1)
    if (line.toString('latin1').trim() !== '') lines.push(line)
    at = newline + 1
  }
  return lines
}

function readableLines(name: FormatName, lines: readonly Buffer[]): number {
  const format = openFormat(name, false)
  const row = new Row()
  return lines.filter((line) => {
    // A buffer for each: some formats write over what they have read.
    const buffer = Buffer.from(new ArrayBuffer(line.length + SLACK))
    line.copy(buffer)
    format.next(buffer, new DataView(buffer.buffer), 0, row)
    return row.refused === ''
  }).length
}

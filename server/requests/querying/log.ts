import { stat } from 'node:fs/promises'
import { detectFormat } from '../reading/detect.ts'
import type { FormatName } from '../reading/formats/index.ts'
import type { TopOf } from '../reading/traffic.ts'
import { compressionOf, readWhole } from '../reading/whole.ts'
import { filled } from './ask.ts'
import { askTraffic } from './counted.ts'
import { askFiles, type Place } from './files/index.ts'
import type { FilesQuestion, FilesRow, TrafficQuestion } from './question.ts'
import { FOREIGN } from './suffice.ts'

export interface LogAnswer {
  readonly rows: readonly FilesRow[]
  /** The rows of logs of others have paths, which are asked for with `topsOfLog`. */
  readonly format: FormatName
  readonly more: boolean
  /** Lines that could not be read; null where nobody counted them. */
  readonly rejected: number | null
}

/**
 * Answers from a log file, plain or packed: of our own records by DuckDB, whatever they are asked by; of others by the
 * reading engine, by what all logs have.
 *
 * @throws Error for people when it is no file, or when it is asked by what such a log does not tell.
 */
export async function askLog(
  place: Place & { file: string; format: FormatName | null },
  question: FilesQuestion,
): Promise<LogAnswer> {
  const format = await logFormat(place.file, place.format)
  if (format === 'tweeter') {
    const { rows, more } = await askFiles(place, question)
    return { rows, format, more, rejected: null }
  }
  const unknown = [...question.by, ...Object.keys(question.where ?? {})].find((name) => !FOREIGN.includes(name))
  if (unknown !== undefined) throw new Error(`Such a log tells nothing by ${unknown}: ask by ${FOREIGN.join(', ')}.`)
  const { traffic } = await readWhole([place.file], { format })
  const rows = askTraffic(traffic, question as TrafficQuestion)
  const most = question.limit ?? rows.length
  return {
    rows: rows.slice(0, most).map(filled),
    format,
    more: rows.length > most,
    rejected: traffic.rejected,
  }
}

/** What is most frequent in a log, the most frequent first; each count is too high by `error` at most. */
export async function topsOfLog(
  file: string,
  { of, limit, format }: { of: TopOf; limit: number; format: FormatName | null },
): Promise<{ rows: { label: string; requests: number; error: number }[]; rejected: number }> {
  const { traffic } = await readWhole([file], { format: await logFormat(file, format) })
  const entries = traffic.tops.find((tops) => tops.of === of)?.entries ?? []
  const rows = entries.slice(0, limit).map(([label, requests, error]) => ({ label, requests, error }))
  return { rows, rejected: traffic.rejected }
}

async function needFile(file: string): Promise<void> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${error.message}`)
  })
  if (!found.isFile()) throw new Error(`${file} is not a file.`)
}

/** What is said, else by its first lines; ours where there are none. @throws Error for people when it is no file, or of no known kind. */
export async function logFormat(file: string, said: FormatName | null): Promise<FormatName> {
  await needFile(file)
  return said ?? (await detectFormat(file, compressionOf(file))) ?? 'tweeter'
}

import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type FormatName, formatNames, guessFormat, jsonFormat } from '../../server/requests/logs.ts'
import { type Call, WrongUse } from '../command.ts'

/** @throws an Error for people when it is not a file. */
export async function fileThere(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${error.message}`)
  })
  if (found.isDirectory()) throw new Error(`${path} is a folder; name the files in it.`)
}

/**
 * Makes a folder and those above it that are missing. Node's own way of doing that never ends where a folder is there and
 * none can be made in it (`/proc`).
 *
 * @throws an Error for people.
 */
export async function makeFolder(folder: string): Promise<void> {
  const parent = dirname(folder)
  if (parent !== folder && !(await isThere(parent))) await makeFolder(parent)
  await mkdir(folder).catch(async (error: NodeJS.ErrnoException) => {
    if ((await stat(folder).catch(() => null))?.isDirectory()) return
    throw new Error(`The folder ${folder} cannot be made: ${error.message}`)
  })
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** What --format or --fields say of a log; null when they are not there. @throws WrongUse */
export function formatSaid(call: Call): FormatName | null {
  const format = call.oneOf('format', [...formatNames, 'common', 'ndjson', 'auto'])
  const fields = fieldsSaid(call)
  if (fields === null) {
    if (format === 'ndjson') throw new WrongUse('--format ndjson needs --fields, which say what stands where.')
    if (format === undefined || format === 'auto') return null
    return format === 'common' ? 'combined' : format
  }
  if (format !== undefined && format !== 'ndjson')
    throw new WrongUse('--fields is for JSON of any other shape: leave --format out.')
  return fields
}

/** The same where `--format` says something else. @throws WrongUse */
export function fieldsSaid(call: Call): FormatName | null {
  const fields = call.text('fields')
  if (fields === undefined) return null
  try {
    return jsonFormat(fields)
  } catch (error) {
    throw new WrongUse(`--fields: ${(error as Error).message}`)
  }
}

/** What they say, else what the first lines look like. @throws WrongUse, or an Error for people when it is no known kind. */
export const formatOf = async (call: Call, path: string): Promise<FormatName> =>
  formatSaid(call) ?? (await guessFormat(path))

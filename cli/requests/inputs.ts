import { stat } from 'node:fs/promises'
import { type FormatName, formatNames, guessFormat, jsonFormat } from '../../server/requests/index.ts'
import { type Call, WrongUse } from '../command.ts'

/** @throws an Error for people when it is not a file. */
export async function fileThere(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${error.message}`)
  })
  if (found.isDirectory()) throw new Error(`${path} is a folder; name the files in it.`)
}

/** What `--format` or `--fields` says, else what the file looks like. @throws WrongUse, or an Error for people. */
export async function formatOf(call: Call, path: string): Promise<FormatName> {
  const named = call.oneOf('format', formatNames)
  const fields = call.text('fields')
  if (fields === undefined) return named ?? (await guessFormat(path))
  if (named !== undefined) throw new WrongUse('--fields are those of JSON: leave out --format.')
  try {
    return jsonFormat(fields)
  } catch (error) {
    throw new WrongUse((error as Error).message)
  }
}

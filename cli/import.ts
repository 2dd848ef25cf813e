import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { importFollows, type SkippedLine } from '../server/relations/index.ts'
import { printJson, withApp } from './app.ts'
import type { Call } from './command.ts'
import { Progress } from './progress.ts'

/** So many skipped lines are shown one by one. */
const SHOWN = 20

export async function follows(call: Call): Promise<void> {
  const file = call.args[0]!
  const source = await sourceOf(file)
  const progress = new Progress()
  let skipped = 0
  const skip = ({ number, text, why }: SkippedLine) => {
    if (++skipped <= SHOWN) progress.say(`Line ${number} ${why}: ${JSON.stringify(text)}`)
  }
  const began = performance.now()
  const made = await withApp({ command: 'import follows', writes: true }, async (app) => {
    const open = () => {
      skipped = 0
      return source.open()
    }
    try {
      return await importFollows(app, {
        open,
        skip,
        progress: (step, done, total) => progress.update(step, done, step === 'Reading' ? source.bytes : total),
      })
    } catch (error) {
      if ((error as { code?: string }).code !== '23505') throw error
      throw new Error('Somebody took one of these names while the import ran. Nothing was changed: run it again.')
    }
  }).finally(() => progress.end())
  if (skipped > SHOWN) console.error(`and ${skipped - SHOWN} more lines like these.`)
  if (call.has('json'))
    return printJson({ accounts_made: made.accounts, follows_made: made.follows, lines_skipped: skipped })
  console.log(`${made.accounts} accounts made, ${made.follows} follows made, ${skipped} lines skipped`)
  console.error(`in ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

interface Opened {
  /** 0 when nobody knows. */
  readonly bytes: number
  open(): AsyncIterable<Uint8Array>
}

async function sourceOf(file: string): Promise<Opened> {
  if (file === '-') {
    let read = false
    const open = () => {
      if (read) throw new Error('The database was too busy and the standard input cannot be read twice: run it again.')
      read = true
      return process.stdin
    }
    return { bytes: 0, open }
  }
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${error.message}`)
  })
  if (found.isDirectory()) throw new Error(`${file} is a folder, not a file of lines.`)
  return { bytes: found.size, open: () => createReadStream(file, { highWaterMark: 64 * 1024 }) }
}

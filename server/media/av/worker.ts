/**
 * The process in which FFmpeg reads what strangers send: one file, then it ends. It has no settings, no database and no
 * network of ours, and it ends itself when it takes too much memory, writes too much, or is left alone.
 */
import { readdir, stat, writeFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { AV_LOG_QUIET, FFmpegError, Log } from 'node-av'
import { messageOf } from '../../kit/index.ts'
import { convert } from './convert.ts'
import { WORKER_LIMITS } from './limits.ts'
import type { Answer, Task } from './messages.ts'
import { DAMAGED, Refusal } from './open.ts'

const WATCH_MS = 100
const TOO_DEMANDING = 'The file takes too much memory or space to be converted. Try a shorter or smaller one.'

process.once('disconnect', () => process.exit(1))
process.once('message', (task: Task) => void work(task))
beHumble().catch(() => {})

/** Serving people goes before converting videos; and should memory run out, this goes first (Linux). */
async function beHumble(): Promise<void> {
  setPriority(constants.priority.PRIORITY_LOW)
  await writeFile('/proc/self/oom_score_adj', '1000')
}

async function work(task: Task): Promise<void> {
  Log.setLevel(AV_LOG_QUIET)
  const watch = setInterval(() => void refuseGreed(task.folder), WATCH_MS)
  const answer = await convert(task).then((made): Answer => ({ made }), refusalOf)
  clearInterval(watch)
  end(answer)
}

/** What FFmpeg cannot do with a file is the file's fault; everything else is ours. */
function refusalOf(error: unknown): Answer {
  if (error instanceof Refusal) return { refused: error.message }
  return error instanceof FFmpegError ? { refused: DAMAGED } : { broken: messageOf(error) }
}

async function refuseGreed(folder: string): Promise<void> {
  let written = 0
  for (const name of await readdir(folder)) written += (await stat(join(folder, name)).catch(() => null))?.size ?? 0
  const isGreedy = process.memoryUsage.rss() > WORKER_LIMITS.memoryBytes || written > WORKER_LIMITS.outputBytes
  if (isGreedy) end({ refused: TOO_DEMANDING })
}

function end(answer: Answer): void {
  process.send?.(answer, () => process.exit(0))
}

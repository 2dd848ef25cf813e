import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { badRequest, messageOf } from '../../../kit/index.ts'
import type { Answer, Table, Task } from './messages.ts'

/** A file was sealed or removed between its listing and its reading: list again. */
export class FileGone extends Error {}

/**
 * Runs one statement in a process of its own.
 *
 * @param folder where the files of the task are.
 * @param signal kills it.
 * @throws FileGone; a Problem for what a person asked wrongly; Error when DuckDB failed.
 */
export async function runDuckDb(folder: string, task: Task, signal?: AbortSignal): Promise<Table> {
  signal?.throwIfAborted()
  const child = fork(new URL('./child.ts', import.meta.url), [], {
    cwd: folder,
    // Few arenas of malloc: with many, a third more memory is held than is used.
    env: { MALLOC_ARENA_MAX: '2' },
    execArgv: ['--max-old-space-size=256'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const kill = () => void child.kill('SIGKILL')
  signal?.addEventListener('abort', kill)
  let complaint = ''
  child.stderr!.on('data', (bytes: Buffer) => {
    if (complaint.length < 2000) complaint += bytes.toString()
  })
  try {
    const answer = await new Promise<Answer>((done, failed) => {
      child.once('error', failed)
      child.once('message', (message) => done(message as Answer))
      child.once('close', (code, killed) =>
        done({ broken: `DuckDB ended with ${code ?? killed}: ${complaint.trim()}` }),
      )
      child.send(task, (error) => {
        if (error) complaint += messageOf(error)
      })
    })
    signal?.throwIfAborted()
    if ('table' in answer) return answer.table
    if ('refused' in answer) throw badRequest(answer.refused)
    if ('gone' in answer) throw new FileGone(answer.gone)
    throw new Error(`The files cannot be asked: ${answer.broken}`)
  } finally {
    kill()
    signal?.removeEventListener('abort', kill)
  }
}

const STALE_MS = 24 * 60 * 60_000

/** A folder of one's own under the data folder for the time of the work; what kills left there goes a day later. */
export async function withTemporary<T>(dataDir: string, work: (folder: string) => Promise<T>): Promise<T> {
  const all = join(dataDir, 'querying')
  const own = join(all, randomUUID())
  await mkdir(own, { recursive: true })
  try {
    for (const name of await readdir(all)) {
      const found = await stat(join(all, name)).catch(() => null)
      if (found && found.mtimeMs < Date.now() - STALE_MS) await rm(join(all, name), { recursive: true, force: true })
    }
    return await work(own)
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

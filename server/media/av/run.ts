import { fork } from 'node:child_process'
import { messageOf } from '../../kit/index.ts'
import { WORKER_LIMITS } from './limits.ts'
import type { Answer, Task } from './messages.ts'

const TOO_SLOW: Answer = { refused: 'The file takes too long to be converted. Try a shorter or smaller one.' }
const DIED: Answer = { refused: 'The file cannot be converted: reading it went wrong.' }

/**
 * Converts one file in a process of its own, so that a fault in a decoder harms nobody else. The process gets nothing of
 * our environment; it is killed at its limit of time, or when `signal` says that we end.
 * @throws Error when `signal` ended it; everything else is in the answer.
 */
export async function runWorker(
  task: Task,
  signal: AbortSignal,
  wallClockMs = WORKER_LIMITS.wallClockMs,
): Promise<Answer> {
  signal.throwIfAborted()
  const child = fork(new URL('./worker.ts', import.meta.url), [], {
    cwd: task.folder,
    env: {},
    execArgv: ['--max-old-space-size=256'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const kill = () => void child.kill('SIGKILL')
  signal.addEventListener('abort', kill)
  let complaint = ''
  child.stderr!.on('data', (bytes: Buffer) => {
    if (complaint.length < 2000) complaint += bytes.toString()
  })
  let answer: Answer | null = null
  const late = setTimeout(() => {
    answer ??= TOO_SLOW
    kill()
  }, wallClockMs)
  try {
    const code = await new Promise<number | null>((done, failed) => {
      child.once('error', failed)
      child.once('close', (exitCode) => done(exitCode))
      child.on('message', (message) => {
        answer ??= message as Answer
      })
      child.send(task, (error) => {
        if (error) complaint += messageOf(error)
      })
    })
    signal.throwIfAborted()
    if (answer) return answer
    // A crash is the file's doing; a process that could not begin (a missing library) says so and leaves with a code.
    return code === null ? DIED : { broken: `The process left with ${code}: ${complaint.trim()}` }
  } finally {
    clearTimeout(late)
    signal.removeEventListener('abort', kill)
  }
}

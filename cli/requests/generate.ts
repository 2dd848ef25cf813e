import { join, resolve } from 'node:path'
import { readConfig } from '../../server/config/index.ts'
import { CombinedLog, type Generated, generate, OwnFiles, requestsFolder } from '../../server/requests/index.ts'
import { printJson } from '../app.ts'
import { type Call, WrongUse } from '../command.ts'
import { makeFolder } from './inputs.ts'

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const column = (number: number, width: number) => whole.format(number).padStart(width)

export async function generateRequests(call: Call): Promise<void> {
  const rate = call.number('rate', 1, 5_000_000)
  const seconds = call.number('seconds', 1, 86_400)
  if (rate === undefined || seconds === undefined) throw new WrongUse('Say how many: --rate N --seconds N.')
  const seed = call.number('seed', 0, 2 ** 31 - 1) ?? 1
  const accounts = call.number('accounts', 1, 10_000_000) ?? 20_000
  const posts = call.number('posts', 1, 100_000_000) ?? 200_000
  const as = call.oneOf('as', ['tweeter', 'combined']) ?? 'tweeter'
  const folder = call.text('to') ?? requestsFolder(readConfig())
  // A disk may have room again; a folder that cannot be made is a mistake, and nothing to wait for.
  await makeFolder(resolve(folder))
  const sink = as === 'tweeter' ? new OwnFiles(folder) : new CombinedLog(join(folder, 'access.log'))
  const stop = new AbortController()
  // Once: what was made stays whole. A second Ctrl-C ends the process as usual.
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort())
  const done = await generate(sink, {
    ...{ rate, seconds, seed, accounts, posts },
    signal: stop.signal,
    onSecond: (progress) => console.error(lineOf(progress)),
  })
  if (call.has('json')) printJson({ ...done, folder, asked: { rate, seconds, seed, accounts, posts } })
  else {
    console.log(
      `${whole.format(done.written)} records in ${done.seconds.toFixed(1)} s (${whole.format(done.rate)}/s), ` +
        `${whole.format(done.dropped)} dropped, ${percent(done.cpu)} of a core, in ${folder}`,
    )
  }
  if (done.dropped > 0)
    throw new Error(
      `${whole.format(done.dropped)} records were dropped: ${done.failure ?? 'the disk did not keep up'}.`,
    )
}

const percent = (cpu: number) => `${Math.round(cpu * 100)} %`

const lineOf = ({ seconds, written, dropped, rate, cpu }: Generated): string =>
  `${column(seconds, 5)} s ${column(written, 14)} written ${column(dropped, 8)} dropped ${column(rate, 11)}/s ${percent(cpu).padStart(6)} of a core`

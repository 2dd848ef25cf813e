import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { loopbackTarget, type Replayed, replay } from '../../server/requests/index.ts'
import { printJson } from '../app.ts'
import { type Call, WrongUse } from '../command.ts'
import { columns } from '../help.ts'
import { fileThere, formatOf } from './inputs.ts'

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

export async function replayRequests(call: Call): Promise<void> {
  const path = call.args[0]!
  const speed = speedOf(call)
  const to = call.text('to')
  if (to === undefined) throw new WrongUse('Say which server: --to http://localhost:3000.')
  const connections = call.number('connections', 1, 10_000) ?? 50
  await fileThere(path)
  const target = await loopbackTarget(to)
  const stop = new AbortController()
  // Once: then the summary comes. A second Ctrl-C ends the process as usual.
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort())
  const done = await replay(path, {
    ...{ speed, to: target, connections },
    format: await formatOf(call, path),
    token: await tokenOf(call.text('token')),
    signal: stop.signal,
    onSecond: ({ seconds, sent, answered, lag }) =>
      console.error(
        `${whole.format(seconds).padStart(5)} s ${whole.format(sent).padStart(10)} sent ${whole.format(answered).padStart(10)} answered, at most ${took(lag.mostUs)} late`,
      ),
  })
  if (call.has('json')) printJson(asJson(done))
  else for (const line of linesOf(done)) console.log(line)
  if (done.sent > 0 && done.answered === 0) throw new Error(`${target.host} answered none of ${done.sent} requests.`)
}

function speedOf(call: Call): number {
  const given = call.text('speed') ?? '1'
  const speed = Number(given)
  if (!/^\d+(?:\.\d+)?$/.test(given) || speed < 0.001 || speed > 1_000_000) {
    throw new WrongUse(`--speed must be a number from 0.001 to 1000000 (2: twice as fast), not "${given}".`)
  }
  return speed
}

/** Never on the command line itself, where every user of the machine could read it. */
async function tokenOf(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined
  const read = file === '-' ? text(process.stdin) : readFile(file, 'utf8')
  const token = (
    await read.catch(() => {
      throw new WrongUse('--token takes the name of a file that holds the token, or - for the standard input.')
    })
  ).trim()
  if (!/^[\x21-\x7e]{1,500}$/.test(token)) throw new WrongUse('What --token names holds no token.')
  return token
}

const total = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((sum, count) => sum + count, 0)
const took = (us: number | null) =>
  us === null
    ? '–'
    : us < 1000
      ? `${Math.round(us)} µs`
      : us < 1e6
        ? `${(us / 1000).toFixed(1)} ms`
        : `${(us / 1e6).toFixed(2)} s`

function linesOf({
  seconds,
  sent,
  answered,
  failed,
  skipped,
  rejected,
  statuses,
  now,
  recorded,
  lag,
}: Replayed): string[] {
  const why = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([reason, count]) => `${whole.format(count)} × ${reason}`)
  const said = (what: string, counts: Readonly<Record<string, number>>) =>
    total(counts) > 0 ? [`${whole.format(total(counts))} ${what}: ${why(counts).join(', ')}`] : []
  return [
    `${whole.format(sent)} requests sent in ${seconds.toFixed(1)} s (${whole.format(sent / seconds)}/s), ${whole.format(answered)} answered`,
    ...said('failed', failed),
    ...said('skipped', skipped),
    ...(rejected > 0 ? [`${whole.format(rejected)} lines could not be read`] : []),
    ...columns(
      [
        ['', 'MEDIAN', '95 %', '99 %'],
        ['now', took(now.p50Us), took(now.p95Us), took(now.p99Us)],
        ['recorded', took(recorded.p50Us), took(recorded.p95Us), took(recorded.p99Us)],
        ['late by', took(lag.p50Us), took(lag.p95Us), took(lag.p99Us), `at most ${took(lag.mostUs)}`],
      ],
      '',
    ),
    ...columns(
      [
        ['STATUS', 'NOW', 'RECORDED'],
        ...Object.entries(statuses).map(([status, { now, recorded }]) => [
          status,
          whole.format(now),
          whole.format(recorded),
        ]),
      ],
      '',
    ),
  ]
}

const asJson = ({ now, recorded, lag, ...same }: Replayed) => ({
  ...same,
  now: micros(now),
  recorded: micros(recorded),
  lag: { ...micros(lag), most_us: lag.mostUs },
})

const micros = ({ p50Us, p95Us, p99Us }: Replayed['now']) => ({ p50_us: p50Us, p95_us: p95Us, p99_us: p99Us })

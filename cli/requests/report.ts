import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { readWhole, reportPage, type Summary, spanOf, sumUp } from '../../server/requests/logs.ts'
import { type Call, WrongUse } from '../command.ts'
import { printJson } from '../print.ts'
import { Progress } from '../progress.ts'
import { fileThere, formatOf } from './inputs.ts'
import { momentOf } from './moments.ts'

interface Found {
  readonly summary: Summary
  readonly page: (title: string) => string
  readonly title: string
}

export async function report(call: Call): Promise<void> {
  const out = call.text('out')
  if (out === undefined && !call.has('json') && process.stdout.isTTY) {
    throw new WrongUse('Say where the page goes: --out FILE.html, or redirect the output; or --json for the numbers.')
  }
  const { summary, page, title } = call.args.length > 0 ? await ofFiles(call) : await ofRange(call)
  if (call.has('json')) printJson(readable(summary))
  else if (out === undefined) process.stdout.write(page(call.text('title') ?? title))
  if (out !== undefined) {
    await writeFile(out, page(call.text('title') ?? title))
    console.error(`Wrote ${out}.`)
  }
}

async function ofFiles(call: Call): Promise<Found> {
  for (const option of ['source', 'from', 'until']) {
    if (call.text(option) !== undefined) {
      throw new WrongUse(`--${option} is for what is stored; a report on files is about all that is in them.`)
    }
  }
  for (const path of call.args) await fileThere(path)
  const format = await formatOf(call, call.args[0]!)
  const progress = new Progress()
  const { traffic, rejects } = await readWhole(call.args, {
    format,
    onProgress: (done, all) => progress.update('Reading', done, all),
  }).finally(() => progress.end())
  const summary = sumUp(traffic, spanOf(traffic))
  const names = call.args.map((path) => basename(path))
  const title = `Requests in ${names.length > 2 ? `${names.length} logs` : names.join(' and ')}`
  return {
    summary,
    title,
    page: (title) =>
      reportPage(summary, {
        title,
        from: names,
        writtenAt: new Date(),
        rejects: rejects.map((reject) => ({ ...reject, path: basename(reject.path) })),
        own: format === 'tweeter',
        stored: null,
      }),
  }
}

async function ofRange(call: Call): Promise<Found> {
  const source = call.text('source') ?? 'tweeter'
  const now = new Date()
  const until = momentOf('until', call.text('until') ?? 'now', now)
  const from = momentOf('from', call.text('from') ?? '7d', now)
  if (from >= until) throw new WrongUse('--from must be before --until.')
  // Only here is a database wanted, and all that comes with it.
  const { withApp } = await import('../app.ts')
  const { knownSources, trafficOfRange } = await import('../../server/requests/index.ts')
  return await withApp({ command: 'requests report' }, async ({ db, config }) => {
    const { traffic, spanMs, rejectedEver } = await trafficOfRange(db.read, source, from, until)
    if (traffic.series.length === 0) {
      const sources = (await knownSources(db.read)).map((known) => known.source)
      if (!sources.includes(source)) throw new Error(`Nothing is stored of "${source}". ${naming(sources)}`)
    }
    const summary = sumUp(traffic, spanMs)
    return {
      summary,
      title: source === 'tweeter' ? `Requests to ${config.name}` : `Requests in ${source}`,
      page: (title) =>
        reportPage(summary, {
          title,
          from: [`what is stored of ${source}, ${from.toISOString()} to ${until.toISOString()}`],
          writtenAt: now,
          rejects: [],
          own: source === 'tweeter',
          stored: { rejectedEver },
        }),
    }
  })
}

const naming = (sources: readonly string[]): string =>
  sources.length === 0
    ? 'No requests have been read yet; a report on files takes their names.'
    : `There is: ${sources.join(', ')}.`

/** For programs: times as text, durations in microseconds, names as in the other commands. */
function readable(summary: Summary) {
  const { fromMs, untilMs, stepMs, steps, peak, latency, bands, readBytes, tops, routes, ...same } = summary
  const time = (ms: number) => new Date(ms).toISOString()
  return {
    from: fromMs === 0 ? null : time(fromMs),
    until: untilMs === 0 ? null : time(untilMs),
    ...same,
    read_bytes: readBytes,
    peak: peak && { at: time(peak.atMs), requests: peak.requests, seconds: peak.lastsMs / 1000 },
    latency: micros(latency),
    bands: bands.map(({ fromUs, untilUs, requests }) => ({ from_us: fromUs, until_us: untilUs, requests })),
    step_seconds: stepMs / 1000,
    steps: steps.map(({ atMs, latency, ...step }) => ({ at: time(atMs), ...step, latency: micros(latency) })),
    routes: routes.map(({ latency, ...route }) => ({ ...route, latency: micros(latency) })),
    tops: Object.fromEntries(
      Object.entries(tops).map(([of, entries]) => [
        of,
        entries.map(({ label, requests, tooMany }) => ({ label, requests, error: tooMany })),
      ]),
    ),
  }
}

const micros = (latency: Summary['latency']) =>
  latency && { timed: latency.timed, p50_us: latency.p50, p95_us: latency.p95, p99_us: latency.p99 }

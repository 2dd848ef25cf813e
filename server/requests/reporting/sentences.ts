import { count, duration, many, moment, percent, rate, size, stretch } from './figures.ts'
import type { Summary } from './summary.ts'

/** The report in a few sentences, for whoever reads nothing else. */
export function sentences(summary: Summary): string[] {
  const { requests, people, bots, visitors, peak, fromMs, untilMs } = summary
  if (requests === 0) return ['No request was found in this range.']
  const lasted = untilMs - fromMs
  return [
    `In ${stretch(lasted)}, from ${moment(fromMs)} to ${moment(untilMs)}, ${many(requests, 'request was', 'requests were')} answered: ${rate(requests, lasted)} on average${
      peak && peak.requests < requests
        ? `, and ${rate(peak.requests, peak.lastsMs)} at the busiest, on ${moment(peak.atMs)}`
        : ''
    }.`,
    whoCame(people, bots, visitors.people),
    errors(summary),
    ...(summary.latency
      ? [
          `Half of the answers were ready within ${duration(summary.latency.p50)}, 95% within ${duration(summary.latency.p95)} and 99% within ${duration(summary.latency.p99)}.`,
        ]
      : []),
    `${size(summary.bytes)} were sent, ${size(summary.bytes / requests)} for each request.`,
  ]
}

function whoCame(people: number, bots: number, visitors: number): string {
  const from = `about ${many(visitors, 'visitor')}`
  if (bots === 0) return `They came from ${from}; none of them said that it was a program.`
  if (people === 0) return 'All of them came from programs (search engines, feed readers, monitors).'
  const all = people + bots
  return `${percent(people, all)} came from people, ${from} of them, and ${percent(bots, all)} from programs (search engines, feed readers, monitors).`
}

function errors({ requests, refused, failed, statuses, routes }: Summary): string {
  if (refused + failed === 0) return 'Every one of them was answered without an error.'
  const missing = statuses.find((one) => one.status === 404)?.requests ?? 0
  const worst = routes.filter((route) => route.failed > 0).sort((a, b) => b.failed - a.failed)[0]
  const faults =
    failed === 0
      ? 'The server itself failed at none.'
      : `The server itself failed at ${count(failed)} (${percent(failed, requests)})${worst ? `, most often at ${worst.method} ${worst.route}` : ''}.`
  const refusals =
    refused === 0
      ? 'None was refused.'
      : `${percent(refused, requests)} asked for something that could not be had${
          missing > 0 ? `, ${many(missing, 'of them a page that is', 'of them pages that are')} not there` : ''
        }.`
  return `${refusals} ${faults}`
}

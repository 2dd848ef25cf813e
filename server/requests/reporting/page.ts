import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Content, type Html, html, raw } from '../../kit/index.ts'
import type { Reject } from '../reading/scan.ts'
import { briefRate, count, duration, many, moment, percent, rate, size } from './figures.ts'
import { lists } from './lists.ts'
import { pictures } from './pictures.ts'
import { sentences } from './sentences.ts'
import type { Summary } from './summary.ts'
import { cut } from './tables.ts'

/** A line that could not be read. */
export type Rejected = Reject & { readonly path: string }

export interface ReportOf {
  readonly title: string
  /** What was read: names of files, or which source and range. */
  readonly from: readonly string[]
  readonly writtenAt: Date
  /** Samples; how many there are in all is in the summary. */
  readonly rejects: readonly Rejected[]
  /** It is our own log: hashed addresses, routes, signed-in accounts. */
  readonly own: boolean
  /** From the stored aggregates, which no longer know the lines: how many could not be read in all files ever. */
  readonly stored: { readonly rejectedEver: number } | null
}

const style = readFileSync(new URL('report.css', import.meta.url), 'utf8')
// Nothing may be loaded or run: even if a text of the log came to stand where it should not, it could do nothing.
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`

/** @returns one HTML document that needs nothing else: no script, no picture, no font from anywhere. */
export function reportPage(summary: Summary, of: ReportOf): string {
  const drawn = pictures(summary)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Tweeter">
<title>${of.title}</title>
<style>${raw(style)}</style>
</head>
<body>
<header>
<p class="what">Report on requests</p>
<h1>${of.title}</h1>
<p class="range">${summary.requests > 0 ? html`${moment(summary.fromMs)} to ${moment(summary.untilMs)} UTC` : 'Nothing was found'}</p>
</header>
<main>
<section class="summary" aria-label="Summary">
${paragraphs(summary)}
${figures(summary)}
</section>
${drawn.length > 0 && html`<h2>${summary.steps.length > 1 ? 'Over time' : 'Durations'}</h2>\n<div class="plots">${drawn}</div>`}
${summary.requests > 0 && html`<h2>What was asked for, and by whom</h2>\n<div class="tables">${lists(summary, of.own)}</div>`}
<h2>About these numbers</h2>
<div class="about">${leftOut(summary, of)}${howMade(summary, of)}</div>
</main>
<footer><p>Written by Tweeter on ${moment(of.writtenAt.getTime())} UTC. This page is one file: it loads nothing and runs nothing.</p></footer>
</body>
</html>
`.toString()
}

/** Who and how much first, larger; how well under it. */
function paragraphs(summary: Summary): Html {
  const said = sentences(summary)
  const [first, second] = [said.slice(0, 2).join(' '), said.slice(2).join(' ')]
  return html`<p class="first">${first}</p>${second && html`\n<p>${second}</p>`}`
}

function figures(summary: Summary): Html | null {
  const { requests, people, bots, visitors, bytes, refused, failed, peak, latency } = summary
  if (requests === 0) return null
  const tile = (name: string, value: string, more: string, look = ''): Html =>
    html`<div class="tile ${look}"><dt>${name}</dt><dd><strong>${value}</strong> <span>${more}</span></dd></div>\n`
  return html`<dl class="tiles">
${tile('Requests', count(requests), `${rate(requests, summary.untilMs - summary.fromMs)} on average`)}
${tile('By people', percent(people, requests), many(people, 'request'))}
${tile('By bots', percent(bots, requests), many(bots, 'request'))}
${tile('Visitors', count(visitors.people), bots > 0 ? `people, and ${many(visitors.bots, 'bot')}` : 'people')}
${tile('Data sent', size(bytes), `${size(bytes / requests)} a request`)}
${peak && tile('At the busiest', briefRate(peak.requests, peak.lastsMs), moment(peak.atMs))}
${tile('Refused (4xx)', count(refused), `${percent(refused, requests)} of all`, refused / requests > 0.1 ? 'warn' : '')}
${tile('Failed (5xx)', count(failed), `${percent(failed, requests)} of all`, failed > 0 ? 'bad' : '')}
</dl>
${
  latency &&
  html`<dl class="tiles">
${tile('Median', duration(latency.p50), 'half were faster')}
${tile('95th percentile', duration(latency.p95), '1 in 20 was slower')}
${tile('99th percentile', duration(latency.p99), '1 in 100 was slower')}
</dl>`
}`
}

function leftOut(summary: Summary, { rejects, stored }: ReportOf): Content {
  const lines = summary.records + summary.rejected
  const all = stored
    ? stored.rejectedEver === 0
      ? 'Nothing: no line of the files of this source was ever rejected.'
      : `Lines that could not be read do not tell when they were written: in all files of this source ever there were ${count(stored.rejectedEver)}.`
    : `Nothing: all ${many(lines, 'line')} could be read.`
  if (summary.rejected === 0)
    return html`<section class="card"><h3>What was left out</h3><p>${lines === 0 && !stored ? 'There was no line to read.' : all}</p></section>\n`
  const shown = rejects.slice(0, 20)
  const few = shown.length < summary.rejected ? ' Some of them:' : ' They are:'
  return html`<section class="card"><h3>What was left out</h3>
<p>${many(summary.rejected, 'line')} of ${count(lines)} (${percent(summary.rejected, lines)}) could not be read and ${summary.rejected === 1 ? 'is' : 'are'} in no number of this page.${shown.length > 0 && few}</p>
${
  shown.length > 0 &&
  html`<ol class="rejects">${shown.map(({ path, place, reason, line }) => html`<li>${reason} (${path}, byte ${count(place)}): <code>${cut(line)}</code></li>`)}</ol>`
}</section>
`
}

function howMade(summary: Summary, { own, from, stored }: ReportOf): Html {
  const notes: Content[] = [
    html`Read: ${from.join(', ')}${summary.readBytes > 0 && ` (${size(summary.readBytes)})`}.`,
    'Requests, data sent, statuses and times are exact counts of the lines that were read. All times are UTC.',
    'Visitors are different addresses, counted with a HyperLogLog sketch: right within about 2%. Several people behind one address count once, one person with two addresses twice.',
    own &&
      'Addresses are kept only as hashes with a salt that changes every day, so who comes on three days counts three times.',
    'Bots are those whose agent says so, or that is a program rather than a browser or an app. Who pretends to be a browser counts as people.',
    summary.latency &&
      `Durations come from a DDSketch: each percentile is right within 1% of itself. ${count(summary.latency.timed)} of ${count(summary.requests)} requests were timed.`,
    summary.latency === null && 'This log tells no durations.',
    `What is most frequent is found with little memory (Misra and Gries): ${
      stored
        ? 'of each hour its 500 most frequent are kept, so what is rare in some hours may have been asked for more often'
        : 'no count is too low'
    }; where one may be too high it says by how much at most. Queries (all after a “?”) are no part of a path.`,
    summary.peak !== null &&
      summary.peak.lastsMs > 60_000 &&
      `So much was counted by the ${summary.peak.lastsMs > 3_600_000 ? 'day' : 'hour'}: the busiest minute is not known.`,
  ]
  return html`<section class="card"><h3>How the numbers were made</h3><ul>${notes.filter(Boolean).map((note) => html`<li>${note}</li>`)}</ul></section>`
}

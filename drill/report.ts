/** The outcome in words and columns. */
import type { Findings } from './check/index.ts'
import type { Figures, Spread } from './figures.ts'

export interface Report {
  /** What was drilled: `two sites, with a witness`. */
  readonly what: string
  readonly seed: number
  readonly seconds: number
  /** Each must be zero. */
  readonly zeros: Readonly<Record<string, number>>
  readonly figures: Figures
  /** The first of each kind of finding, in words. */
  readonly found: Readonly<Record<string, Findings>>
  /** Why it ended early. */
  readonly stopped: string | null
}

export const isClean = ({ zeros, stopped }: Report): boolean =>
  stopped === null && Object.values(zeros).every((count) => count === 0)

const line = (words: string, value: string | number) => `  ${words.padEnd(58)} ${String(value).padStart(8)}`
const spread = (words: string, { count, median, worst }: Spread) =>
  line(words, count === 0 ? '-' : `${worst.toFixed(1)} s`) +
  (count > 1 ? `  (median ${median.toFixed(1)} s, ${count} times)` : '')

export function table({ what, seed, seconds, zeros, figures, found, stopped }: Report): string {
  const { acts, acknowledged, unknown } = figures
  const faults = Object.values(figures.faults).reduce((sum, count) => sum + count, 0)
  return [
    `${faults} faults in ${Math.round(seconds)} s (${what}; seed ${seed})`,
    line('asked by clients', acts.all),
    line('  acknowledged', acts.acknowledged),
    line('    of those reading, shared, home', `${acknowledged.reading}, ${acknowledged.shared}, ${acknowledged.home}`),
    line('  refused', acts.refused),
    line('  without an answer, or with one that says so', acts.unknown),
    '',
    'Must be zero:',
    ...Object.entries(zeros).map(([words, count]) => line(words, count) + (count === 0 ? '' : '  <--')),
    ...Object.entries(found).flatMap(([words, some]) => ['', `${words}:`, ...some.map((one) => `  ${one}`)]),
    '',
    'How long:',
    spread('longest until a site said that it is alone', figures.noticeSeconds),
    line('cuts that a site did not say', figures.unnoticed),
    spread('longest until all was at both, the cable mended', figures.convergeSeconds),
    spread('  where something had to start again, too', figures.restartedSeconds),
    line('slowest refusal of a home thing', `${figures.slowestRefusalSeconds.toFixed(1)} s`),
    line('longest without a home anywhere', `${figures.longestWithoutHomeSeconds.toFixed(1)} s`),
    line(
      '  at the first site, at the second',
      figures.longestRefusalSeconds.map((s) => `${s.toFixed(1)} s`).join(', '),
    ),
    spread('home back after the death of its site', figures.homeBackSeconds),
    line('transfers with an unknown outcome', unknown.all),
    line('  that came out as done, as not done', `${unknown.done}, ${unknown.notDone}`),
    line('writes that lost against an older one, by the wall clock', figures.overtaken.all),
    line('  the worst of them by', `${figures.overtaken.worstSeconds.toFixed(1)} s`),
    ...(stopped === null ? [] : ['', `It ended early: ${stopped}`]),
  ].join('\n')
}

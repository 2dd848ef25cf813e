/** The timeline as a picture: who could do what when, and what was wrong meanwhile. One SVG file, light and dark. */
import type { Spell } from './check/index.ts'
import { classOf, type Event, type Place, places } from './history.ts'
import { nameOf } from './schedule.ts'

const WIDTH = 1200
const GUTTER = 150
const ROW = 14
const STRIP_MS = 120_000
const BUCKET_MS = 500
/** Of names of faults above the rows. */
const LINES = 3
const HEAD = 14 + LINES * 9

const rows = [
  ['reading', 'reading'],
  ['shared', 'posting, liking'],
  ['home', 'money, names'],
] as const

const style = `
  svg { background: var(--paper); font: 11px system-ui, sans-serif; --paper: #ffffff; --ink: #1d2329; --soft: #6b7683;
    --line: #d8dee4; --yes: #2f9e6b; --some: #d99a1c; --no: #d99a1c; --none: #cf4436; --fault: #7b6fd0; }
  @media (prefers-color-scheme: dark) { svg { --paper: #14181d; --ink: #e8ecf0; --soft: #97a3b0; --line: #2c343d;
    --yes: #4cc38a; --some: #e5b454; --no: #e5b454; --none: #f0766a; --fault: #9d92ec; } }
  text { fill: var(--ink); } .soft { fill: var(--soft); } .line { stroke: var(--line); }
  .yes { fill: var(--yes); } .some { fill: var(--some); } .no { fill: var(--no); } .none { fill: var(--none); }
  .fault { fill: var(--fault); fill-opacity: 0.28; } .edge { fill: var(--fault); }`

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
const rounded = (value: number) => Math.round(value * 10) / 10

/** How a class of things went at a site in a moment: height and colour both say it. */
const looks = {
  yes: { height: ROW - 4, says: 'answered' },
  some: { height: ROW - 7, says: 'partly refused' },
  no: { height: 4, says: 'refused' },
  none: { height: 2, says: 'no answer' },
} as const
type Look = keyof typeof looks

function lookOf(events: readonly Event[]): Look | null {
  if (events.length === 0) return null
  // A 4xx is an answer: somebody else was quicker, or there was not enough money.
  const served = events.filter(({ status }) => status >= 200 && status < 500).length
  if (served === events.length) return 'yes'
  if (served > 0) return 'some'
  return events.some(({ status }) => status > 0) ? 'no' : 'none'
}

interface Strip {
  readonly top: number
  readonly fromMs: number
  readonly toMs: number
  /** What the whole width stands for. */
  readonly spanMs: number
}

const xOf = (strip: Strip, ms: number) =>
  rounded(
    GUTTER + ((WIDTH - GUTTER - 10) * (Math.min(Math.max(ms, strip.fromMs), strip.toMs) - strip.fromMs)) / strip.spanMs,
  )

function drawFaults(strip: Strip, spells: readonly Spell[], names: readonly string[], height: number): string {
  const parts: string[] = []
  // Names of neighbours stand on different lines.
  let line = 0
  for (const { fault, beginMs, endMs } of spells.toSorted((one, two) => one.beginMs - two.beginMs)) {
    if (endMs < strip.fromMs || beginMs > strip.toMs) continue
    const [from, to] = [xOf(strip, beginMs), Math.max(xOf(strip, endMs), xOf(strip, beginMs) + 1)]
    const name = nameOf(fault, names)
    const y = strip.top + 12 + (line++ % LINES) * 9
    parts.push(
      `<g><title>${escaped(name)}</title><rect class="fault" x="${from}" y="${strip.top + HEAD - 8}" width="${rounded(to - from)}" height="${height}"/>`,
      `<rect class="edge" x="${from}" y="${strip.top + HEAD - 8}" width="1" height="${height}"/></g>`,
    )
    parts.push(`<text x="${from + 2}" y="${y}" font-size="8">${escaped(name)}</text>`)
  }
  return parts.join('')
}

/** Each moment of a row: what was answered in it, or that somebody waited. */
function momentsOf(strip: Strip, events: readonly Event[]): Map<number, Look> {
  const buckets = new Map<number, Event[]>()
  const moments = new Map<number, Look>()
  for (const event of events) {
    if (event.endMs < strip.fromMs || event.beginMs >= strip.toMs) continue
    const last = Math.floor(event.endMs / BUCKET_MS)
    for (let at = Math.floor(event.beginMs / BUCKET_MS) + 1; at < last; at++) moments.set(at, 'none')
    buckets.set(last, [...(buckets.get(last) ?? []), event])
  }
  for (const [at, some] of buckets) {
    const look = lookOf(some)
    if (look) moments.set(at, look)
  }
  return moments
}

function drawRow(strip: Strip, y: number, events: readonly Event[]): string {
  const width = rounded(((WIDTH - GUTTER - 10) * BUCKET_MS) / strip.spanMs)
  return [...momentsOf(strip, events)]
    .filter(([at]) => at * BUCKET_MS >= strip.fromMs && at * BUCKET_MS < strip.toMs)
    .map(([at, look]) => {
      const { height } = looks[look]
      return `<rect class="${look}" x="${xOf(strip, at * BUCKET_MS)}" y="${y + ROW - 2 - height}" width="${width}" height="${height}"/>`
    })
    .join('')
}

function drawStrip(strip: Strip, events: readonly Event[], spells: readonly Spell[], names: readonly string[]): string {
  const parts: string[] = []
  const body = 12 + places.length * (rows.length * ROW + 8)
  parts.push(drawFaults(strip, spells, names, body))
  const rowsOf = (place: Place) => strip.top + HEAD + place * (rows.length * ROW + 8)
  for (const place of places) {
    rows.forEach(([kind, words], at) => {
      const y = rowsOf(place) + at * ROW
      const label = at === 0 ? `<tspan font-weight="600">${escaped(names[place]!)}</tspan> ${words}` : words
      parts.push(`<text x="${GUTTER - 8}" y="${y + ROW - 3}" text-anchor="end">${label}</text>`)
      parts.push(`<line class="line" x1="${GUTTER}" x2="${WIDTH - 10}" y1="${y + ROW - 1.5}" y2="${y + ROW - 1.5}"/>`)
      const mine = events.filter((event) => event.at === place && classOf(event.act.kind) === kind)
      parts.push(drawRow(strip, y, mine))
    })
  }
  for (let ms = strip.fromMs; ms < strip.toMs; ms += 20_000) {
    const y = strip.top + HEAD + body
    parts.push(`<text class="soft" x="${xOf(strip, ms)}" y="${y}" font-size="9">${Math.round(ms / 1000)} s</text>`)
  }
  return parts.join('\n')
}

const legend = (y: number) =>
  (Object.keys(looks) as Look[])
    .map((look, at) => {
      const x = GUTTER + at * 130
      const { height, says } = looks[look]
      return `<rect class="${look}" x="${x}" y="${y - height}" width="18" height="${height}"/><text x="${x + 24}" y="${y}">${says}</text>`
    })
    .join('')

/** @returns a whole SVG file. */
export function draw(
  title: string,
  { events, spells }: { events: readonly Event[]; spells: readonly Spell[] },
  names: readonly [string, string],
): string {
  const from = Math.floor((spells[0]?.beginMs ?? 0) / 20_000) * 20_000
  const last = events.reduce((latest, event) => Math.max(latest, event.endMs), 0)
  const height = HEAD + 24 + places.length * (rows.length * ROW + 8) + 24
  const spanMs = Math.min(STRIP_MS, Math.ceil((last - from) / 20_000) * 20_000)
  const strips: Strip[] = []
  for (let fromMs = from; fromMs < last; fromMs += spanMs) {
    strips.push({ top: 50 + strips.length * height, fromMs, toMs: fromMs + spanMs, spanMs })
  }
  const total = 60 + strips.length * height
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${total}" role="img">`,
    `<title>${escaped(title)}</title><style>${style}</style>`,
    `<text x="${GUTTER}" y="18" font-size="14" font-weight="600">${escaped(title)}</text>`,
    legend(38),
    ...strips.map((strip) => drawStrip(strip, events, spells, names)),
    '</svg>\n',
  ].join('\n')
}

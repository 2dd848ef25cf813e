import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import { noTraffic } from '../reading/traffic.ts'
import { briefRate, count, duration, percent, rate, size, stretch } from './figures.ts'
import { hidden } from './lists.ts'
import { type ReportOf, reportPage } from './page.ts'
import { sentences } from './sentences.ts'
import { sumUp } from './summary.ts'
import { type Asked, trafficOf } from './testing.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A Monday. */
const monday = Date.UTC(2026, 10, 16)
const about: ReportOf = {
  title: 'Requests of a week',
  from: ['access.log'],
  writtenAt: new Date(monday + 7 * DAY),
  rejects: [],
  own: false,
  stored: null,
}

test('numbers read as people write them', () => {
  assert.equal(count(1_234_567), '1,234,567')
  assert.deepEqual([size(0), size(999), size(12_345_678), size(999_999)], ['0 bytes', '999 bytes', '12.3 MB', '1 MB'])
  assert.deepEqual([duration(812), duration(12_345), duration(1_240_000)], ['812 µs', '12.3 ms', '1.24 s'])
  assert.deepEqual([percent(0, 5), percent(1, 3), percent(1, 5000), percent(5, 5)], ['0%', '33%', 'under 0.1%', '100%'])
  assert.equal(percent(49_999, 50_000), 'over 99.9%')
  assert.deepEqual([rate(100_000, 1000), rate(30, MINUTE)], ['100,000 a second', '30 a minute'])
  assert.deepEqual([briefRate(136, MINUTE), briefRate(3, HOUR), briefRate(3, MINUTE)], ['2.27/s', '3/h', '3/min'])
  assert.deepEqual([stretch(MINUTE), stretch(83 * HOUR), stretch(DAY)], ['1 minute', '3 days 11 hours', '1 day'])
})

/** Three days of ten requests each hour, with what can go wrong. */
function threeDays(): Asked[] {
  const asked: Asked[] = []
  for (let hour = 0; hour < 72; hour++) {
    for (let i = 0; i < 10; i++) {
      asked.push({
        at: monday + hour * HOUR + i * 5 * MINUTE,
        kind: i < 8 ? 'person' : 'bot',
        method: 'GET',
        route: i % 2 === 0 ? '/api/v1/timelines/home' : '/api/v1/statuses/:id',
        status: i === 3 ? 404 : i === 5 && hour === 2 ? 500 : 200,
        us: i % 2 === 0 ? 1000 : 20_000,
        bytes: 1000,
        visitor: `visitor-${i}-${hour % 24}`,
        agent: i < 8 ? 'Firefox' : 'Googlebot',
        account: i < 8 ? i : undefined,
      } as Asked)
    }
  }
  return asked
}

test('a summary counts what was asked for', () => {
  const summary = sumUp(trafficOf(threeDays(), 3))
  assert.deepEqual([summary.requests, summary.people, summary.bots, summary.bytes], [720, 576, 144, 720_000])
  assert.deepEqual([summary.refused, summary.failed, summary.rejected], [72, 1, 3])
  assert.deepEqual(summary.visitors, { people: 192, bots: 48 })
  assert.equal(summary.fromMs, monday)
  assert.equal(summary.untilMs, monday + 71 * HOUR + 46 * MINUTE)
  assert.deepEqual(summary.peak, { atMs: monday, requests: 1, lastsMs: MINUTE })
  assert.deepEqual(
    summary.statuses.map(({ status, requests }) => [status, requests]),
    [
      [200, 647],
      [404, 72],
      [500, 1],
    ],
  )
  assert.ok(Math.abs(summary.latency!.p95 - 20_000) <= 200 && summary.latency!.timed === 720)
  assert.equal(
    summary.bands.reduce((sum, band) => sum + band.requests, 0),
    720,
  )
  assert.deepEqual(
    summary.routes.map(({ route, requests, refused, failed }) => [route, requests, refused, failed])[1],
    ['/api/v1/statuses/:id', 360, 72, 1],
  )
  assert.deepEqual(
    summary.tops.agent.map(({ label, requests }) => [label, requests]),
    [
      ['Firefox', 576],
      ['Googlebot', 144],
    ],
  )
})

test('steps fit the range and hold every request once', () => {
  for (const [lasts, expected] of [
    [90 * MINUTE, MINUTE],
    [DAY, 15 * MINUTE],
    [3 * DAY, HOUR],
    [60 * DAY, 12 * HOUR],
    [3 * 365 * DAY, 28 * DAY],
  ] as const) {
    const asked = Array.from({ length: 50 }, (_, i) => ({ at: monday + Math.floor((i / 49) * (lasts - MINUTE)) }))
    const { stepMs, steps } = sumUp(trafficOf(asked))
    assert.equal(stepMs, expected)
    assert.ok(steps.length <= 121)
    assert.equal(
      steps.reduce((sum, step) => sum + step.people, 0),
      50,
    )
  }
})

test('the week is an average, and knows what it has not seen', () => {
  const { week } = sumUp(trafficOf([...threeDays(), ...threeDays().map((one) => ({ ...one, at: one.at + 7 * DAY }))]))
  assert.equal(week[0]![9], 10)
  const short = sumUp(trafficOf(threeDays())).week
  assert.deepEqual([short[0]![0], short[3]![0], short[6]![23]], [10, null, null])
  assert.deepEqual(sumUp(trafficOf(threeDays().slice(0, 30))).week, [])
})

test('where only hours are kept, no rate of a minute is made up', () => {
  const summary = sumUp(trafficOf(threeDays()), HOUR)
  assert.deepEqual(summary.peak, { atMs: monday, requests: 10, lastsMs: HOUR })
  assert.equal(summary.stepMs, HOUR)
  assert.equal(summary.untilMs, monday + 72 * HOUR)
})

test('the sentences say it all, in the singular too', () => {
  const said = sentences(sumUp(trafficOf(threeDays()))).join(' ')
  assert.match(said, /^In 2 days 23 hours, from 16 Nov 2026, 00:00 to 18 Nov 2026, 23:46, /)
  assert.match(said, /720 requests were answered: 10 an hour on average/)
  assert.match(said, /80% came from people, about 192 visitors of them, and 20% from programs/)
  assert.match(said, /10% asked for something that could not be had, 72 of them pages that are not there\./)
  assert.match(said, /failed at 1 \(0\.1%\), most often at GET \/api\/v1\/statuses\/:id\./)
  const one = sentences(sumUp(trafficOf([{ at: monday }]))).join(' ')
  assert.match(one, /1 request was answered/)
  assert.match(one, /about 1 visitor; none of them said that it was a program\. Every one of them was answered/)
  assert.deepEqual(sentences(sumUp(noTraffic())), ['No request was found in this range.'])
})

test('the page is one file that may load and run nothing', () => {
  const page = reportPage(sumUp(trafficOf(threeDays())), { ...about, own: true })
  const style = /<style>(.*?)<\/style>/s.exec(page)![1]!
  const hash = createHash('sha256').update(style).digest('base64')
  assert.ok(page.includes(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri`))
  assert.doesNotMatch(page, /<script|<link|<img|<iframe|url\(|@import|\son\w+=|\sstyle=|(?:href|src)=/)
  for (const title of ['Requests over time', 'How they were answered', 'When they come', 'How long answers took']) {
    assert.ok(page.includes(title), title)
  }
  for (const caption of ['Most asked-for routes', 'Slowest routes', 'Errors by route', 'Statuses', 'Agents']) {
    assert.ok(page.includes(`<h3>${caption}</h3>`), caption)
  }
  assert.ok(page.includes('720') && page.includes('salt that changes every day'))
  assert.equal(page.match(/role="img"/g)!.length, page.match(/<desc id=/g)!.length)
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1])
  assert.equal(new Set(ids).size, ids.length)
})

test('what a stranger wrote into a log stays text', () => {
  const hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>\'&amp;</style></title></svg>'
  const asked: Asked[] = Array.from({ length: 30 }, (_, i) => ({
    at: monday + i * HOUR,
    method: '<GET>',
    route: i % 2 ? hostile : '',
    path: `/${hostile}`,
    agent: hostile,
    referrer: `javascript:${hostile}`,
    visitor: '<b>',
    us: 1000,
    status: 500,
  }))
  const rejects = [{ path: hostile, place: 7, reason: hostile, line: hostile }]
  const page = reportPage(sumUp(trafficOf(asked, 1)), { ...about, title: hostile, from: [hostile], rejects })
  assert.equal(page.match(/<script/g), null)
  assert.equal(page.match(/<img/g), null)
  assert.equal(page.match(/<\/style>/g)!.length, 1)
  assert.equal(page.match(/<\/title>/g)!.length, page.match(/<title[ >]/g)!.length)
  assert.ok(page.includes('&quot;&gt;&lt;script&gt;alert(1)'))
  assert.ok(page.includes('javascript:&quot;'))
  assert.doesNotMatch(page, /<(?:b|GET)>/)
})

test('what was left out is told with samples, and a page without requests says so', () => {
  const rejects = [{ path: 'access.log', place: 1_234, reason: 'it has no time', line: 'x'.repeat(500) }]
  const page = reportPage(sumUp(trafficOf(threeDays(), 5)), { ...about, rejects })
  assert.match(page, /5 lines of 725 \(0\.7%\) could not be read and are in no number of this page\. Some of them:/)
  assert.match(page, /it has no time \(access\.log, byte 1,234\): <code>x{159}…<\/code>/)
  const empty = reportPage(sumUp(noTraffic()), about)
  assert.match(empty, /No request was found in this range\./)
  assert.doesNotMatch(empty, /NaN|undefined|Infinity/)
  const single = reportPage(sumUp(trafficOf([{ at: monday, us: 0 }])), about)
  assert.doesNotMatch(single, /NaN|undefined|Infinity/)
})

test('visitors cannot be told from the page', () => {
  assert.deepEqual(['83.149.9.216', '2001:db8::1', '9f86d081884c7d65', '::1'].map(hidden), [
    '83.149.9.…',
    '2001:db8::…',
    '9f86d081…',
    '::1:…',
  ])
})

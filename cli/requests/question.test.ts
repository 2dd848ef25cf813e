import assert from 'node:assert/strict'
import test from 'node:test'
import { Call, WrongUse } from '../command.ts'
import { momentOf } from './moments.ts'
import { questionOf, rangeOf } from './question.ts'
import { csvOf, tableOf } from './table.ts'

const now = new Date('2026-11-22T14:35:27.123Z')
const ask = (options: Record<string, string>) => {
  const call = new Call([], options)
  return questionOf(call, rangeOf(call, now))
}

test('times: absolute, relative, named; those that are kept fall on what is kept', () => {
  const of = (text: string) => momentOf('from', text, now).toISOString()
  assert.equal(of('2026-11-20'), '2026-11-20T00:00:00.000Z')
  assert.equal(of('2026-11-20T10:00'), '2026-11-20T10:00:00.000Z')
  assert.equal(of('2026-11-20 10:00:30.5Z'), '2026-11-20T10:00:30.500Z')
  assert.equal(of('2026-11-20T10:00+01:00'), '2026-11-20T09:00:00.000Z')
  assert.equal(of('-1h'), '2026-11-22T13:35:00.000Z')
  assert.equal(of('90m'), '2026-11-22T13:05:00.000Z')
  assert.equal(of('-7d'), '2026-11-15T14:35:00.000Z')
  assert.equal(of('-2w'), '2026-11-08T14:00:00.000Z')
  assert.equal(of('now'), '2026-11-22T14:36:00.000Z')
  assert.equal(of('today'), '2026-11-22T00:00:00.000Z')
  assert.equal(of('yesterday'), '2026-11-21T00:00:00.000Z')
  for (const wrong of [
    '',
    'soon',
    '2026-13-01',
    '2026-02-30',
    '2026-11-20T25:00',
    '-1y',
    '1795391048123',
    "' or 1=1",
  ]) {
    assert.throws(
      () => of(wrong),
      (error) => error instanceof WrongUse && /--from must be a time/.test(error.message),
    )
  }
})

test('the usual question: the last 24 hours, by route, the top 20', () => {
  const { from, until, ...rest } = ask({})
  assert.deepEqual([from.toISOString(), until.toISOString()], ['2026-11-21T14:36:00.000Z', '2026-11-22T14:36:00.000Z'])
  assert.deepEqual(rest, { source: 'tweeter', by: ['route'], step: 'hour', where: {}, limit: 20 })
  assert.equal(ask({ from: '-1h', by: 'time' }).step, 'minute')
  assert.equal(ask({ from: '-30d', by: 'time' }).step, 'day')
  assert.equal(ask({ by: 'time,route' }).limit, undefined)
  assert.deepEqual(ask({ by: 'nothing' }).by, [])
})

test('filters', () => {
  const where = (text: string) => ask({ where: text }).where
  assert.deepEqual(where('route=/api/v1/statuses/:id,status=5xx,kind=bot,method=post'), {
    route: '/api/v1/statuses/:id',
    status: '5xx',
    kind: 'bot',
    method: 'POST',
  })
  assert.deepEqual(where('tag=#Cats,account=109'), { tag: 'cats', account: 109 })
  assert.deepEqual(where('agent=a, b; drop,kind=bot'), { agent: 'a, b; drop', kind: 'bot' })
  assert.deepEqual(where('route='), { route: '' })
})

test('wrong use is named in a line', () => {
  const wrong: [Record<string, string>, RegExp][] = [
    [{ from: '-1h', until: '-2h' }, /The range is empty/],
    [{ by: 'route,cat' }, /--by must be of time, kind/],
    [{ by: 'route,route' }, /--by has route twice/],
    [{ by: '' }, /--by must be of/],
    [{ step: 'week' }, /--step must be one of minute, hour, day/],
    [{ where: 'status=5x' }, /A status is a number such as 404/],
    [{ where: 'kind=cat' }, /kind must be person or bot/],
    [{ where: 'account=alice' }, /account must be an id/],
    [{ where: 'cat=1' }, /--where must be like/],
    [{ where: 'constructor=1' }, /--where must be like/],
    [{ where: 'status=200,status=404' }, /--where has status twice/],
    [{ where: '; drop table request_series' }, /--where must be like/],
    [{ limit: '0' }, /--limit must be a whole number/],
  ]
  for (const [options, expected] of wrong) {
    assert.throws(
      () => ask(options),
      (error) => error instanceof WrongUse && expected.test(error.message),
      JSON.stringify(options),
    )
  }
})

test('a table: numbers to the right, nothing of it obeyed by a terminal', () => {
  const columns = [{ name: 'agent' }, { name: 'requests' }, { name: 'p50_ms', digits: 1 }]
  assert.deepEqual(
    tableOf(columns, [
      ['\u001b[31mred\nline\u202e', 1234567, 0.25],
      [null, 3, null],
      ['', 3, 12],
    ]),
    [
      'AGENT                           REQUESTS  P50_MS',
      '\\u001b[31mred\\u000aline\\u202e  1,234,567     0.3',
      '–                                      3       –',
      '""                                     3    12.0',
    ],
  )
})

test('CSV: quoted as RFC 4180 says, no cell is a formula', () => {
  const rows = [
    ['plain', 1.5, null],
    ['a "quote", and\na line', -2, true],
    ['=HYPERLINK("http://x")', 0, '@x'],
    ['+1', 0, '-1'],
    [{ a: [1] }, 0, '\ttab'],
  ]
  assert.deepEqual(csvOf([{ name: 'a' }, { name: 'b' }, { name: '=c' }], rows), [
    `a,b,'=c`,
    'plain,1.5,',
    '"a ""quote"", and\na line",-2,true',
    `"'=HYPERLINK(""http://x"")",0,'@x`,
    `'+1,0,'-1`,
    `"{""a"":[1]}",0,'\ttab`,
  ])
})

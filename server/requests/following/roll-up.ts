import type { App } from '../../app.ts'
import { transact } from '../../storage/index.ts'
import { noTraffic } from '../reading/traffic.ts'
import { requestsFolder } from '../writing/segment.ts'
import { addTraffic } from './commit.ts'
import { OWN, ownLog } from './own.ts'
import {
  deleteFiles,
  deleteOldFiles,
  deleteOldSeries,
  deleteOldTops,
  deleteOldVisitors,
  fineHours,
  lockSource,
  oldFiles,
  takeMinutes,
  takeMinutesOfVisitors,
} from './queries.ts'

const DAY_MS = 24 * 3_600_000
/** Minutes are kept for so long, then hours. */
const MINUTES_DAYS = 7
const HOURS_DAYS = 400
/** How far we were in a segment of ours that is gone. */
const FILES_DAYS = 30
/** Of one run: a server that was off for long catches up over some hours. */
const MOST_HOURS = 200
const MOST_ROWS = 20_000

/** Makes what is old coarser and what is very old go. Once an hour; each statement is bounded. */
export async function rollUp(app: App): Promise<void> {
  const before = (days: number) => new Date(app.now().getTime() - days * DAY_MS)
  for (const { source, at } of await fineHours(app.db.read, before(MINUTES_DAYS), MOST_HOURS)) {
    await rollUpHour(app, source, at)
  }
  for (const work of [deleteOldSeries, deleteOldVisitors, deleteOldTops]) {
    await transact(app.db, (tx) => work(tx, before(HOURS_DAYS), MOST_ROWS))
  }
  await transact(app.db, (tx) => deleteOldFiles(tx, OWN, before(HOURS_DAYS)))
  const there = new Set((await ownLog(requestsFolder(app.config)).list(async () => {})).map(({ file }) => file))
  const old = await oldFiles(app.db.read, OWN, before(FILES_DAYS), MOST_ROWS)
  const gone = old.map(({ file }) => file).filter((file) => !there.has(file))
  if (gone.length > 0) await transact(app.db, (tx) => deleteFiles(tx, OWN, gone))
}

/** What came late is added to the hour that is there. */
async function rollUpHour(app: App, source: string, at: Date): Promise<void> {
  await transact(app.db, async (tx) => {
    await lockSource(tx, source, 'traffic')
    const series = await takeMinutes(tx, source, at)
    const visitors = await takeMinutesOfVisitors(tx, source, at)
    const inMs = <T extends { at: Date }>(row: T) => ({ ...row, at: row.at.getTime() })
    await addTraffic(tx, source, 3600, {
      ...noTraffic(),
      series: series.map(inMs),
      visitors: visitors.map(inMs),
    })
  })
}

import type { Tx } from '../../storage/index.ts'
import { mergeTraffic } from '../reading/merge.ts'
import { noTraffic, type Series, type Traffic } from '../reading/traffic.ts'
import {
  type Holder,
  lockSource,
  movePlaces,
  type Place,
  readSeries,
  readTops,
  readVisitors,
  writeSeries,
  writeTops,
  writeVisitors,
} from './queries.ts'

/** Somebody else has read on in a file, or holds it by now: what was read from it must be thrown away. */
export class Overtaken extends Error {}

/**
 * Keeps what was read together with how far it was read: both or neither. Eight statements, whatever is in it.
 *
 * @param by who read it, and holds the files.
 * @param traffic all that was read between `from` and `until` of the places.
 * @throws Overtaken when a file is not at `from` any more, or is not held by `by`.
 */
export async function commitTraffic(tx: Tx, by: Holder, traffic: Traffic, places: readonly Place[]): Promise<void> {
  await commitPlaces(tx, by, places)
  await addTraffic(tx, by.source, 60, traffic)
}

/** Moves on in files, in the transaction that keeps what was read. @throws Overtaken */
export async function commitPlaces(tx: Tx, by: Holder, places: readonly Place[]): Promise<void> {
  await lockSource(tx, by.source, by.reader)
  const moved = await movePlaces(tx, by, places)
  if (moved.length === places.length) return
  const lost = places.filter((place) => !moved.some(({ file }) => file === place.file))
  throw new Overtaken(`Somebody else reads ${lost.map(({ path }) => path).join(', ')}.`)
}

/**
 * Adds to the stored rows. Its sender holds the lock of the source.
 *
 * @param span what a row is to stand for, seconds.
 */
export async function addTraffic(tx: Tx, source: string, span: 60 | 3600, traffic: Traffic): Promise<void> {
  const more = mergeTraffic([{ ...traffic, series: traffic.series.map(storable) }], span * 1000)
  const [series, visitors, tops] = await Promise.all([
    readSeries(tx, source, span, more.series),
    readVisitors(tx, source, span, more.visitors),
    readTops(tx, source, more.tops),
  ])
  const inMs = <T extends { at: Date }>(row: T) => ({ ...row, at: row.at.getTime() })
  const stored = { series: series.map(inMs), visitors: visitors.map(inMs), tops: tops.map(inMs) }
  const sum = mergeTraffic([{ ...noTraffic(), ...stored }, more], span * 1000)
  await Promise.all([
    writeSeries(tx, source, span, sum.series),
    writeVisitors(tx, source, span, sum.visitors),
    writeTops(tx, source, sum.tops),
  ])
}

/** Logs of others may hold anything; Postgres takes no NUL in a text, and no long one in a key. */
function storable(series: Series): Series {
  const [method, route] = [clean(series.method, 20), clean(series.route, 500)]
  return method === series.method && route === series.route ? series : { ...series, method, route }
}

const clean = (text: string, most: number): string => text.slice(0, most).replaceAll('\0', '\ufffd')

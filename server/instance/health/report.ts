import { statfs } from 'node:fs/promises'
import { getHeapStatistics } from 'node:v8'
import { requirePermission } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { loopDelayMs, type Traffic, trafficByMinute, trafficOf, tweeterVersion, type Viewer } from '../../http/index.ts'
import { mailFigures } from '../../mail/index.ts'
import { recordingStats } from '../../requests/index.ts'
import { jobFigures } from '../../signals/index.ts'
import { databaseFigures } from '../../storage/index.ts'
import { openStreams } from '../../streaming/index.ts'
import { startedAt } from '../statements.ts'
import { networkStats } from '../stats.ts'
import * as judge from './judge.ts'
import type { HealthReport } from './schema.ts'

const { judged } = judge

/** Long enough for a share of errors to mean something, short enough to be about now. */
const TRAFFIC_MINUTES = 5

/**
 * How the server is at this moment, part by part, in six statements: all is measured anew, but for the number of people,
 * which may be ten seconds old.
 *
 * @throws Problem 403.
 */
export async function reportHealth(app: App, viewer: Viewer): Promise<HealthReport> {
  await requirePermission(app, viewer, 'view_dashboard')
  const [database, disk, jobs, mail, network] = await Promise.all([
    databasePart(app),
    diskPart(app),
    jobsPart(app),
    mailPart(app),
    networkPart(app),
  ])
  const parts = {
    server: serverPart(app),
    database,
    disk,
    memory: memoryPart(),
    event_loop: loopPart(app),
    streams: judged({ open: openStreams(app) }),
    requests: requestsPart(app),
    jobs,
    mail,
    network,
  }
  const state = judge.worst(Object.values(parts).map((part) => part.state))
  return { state, measured_at: app.now().toISOString(), ...parts }
}

function serverPart(app: App): HealthReport['server'] {
  const started = startedAt(app)
  const uptimeMs = app.now().getTime() - Date.parse(started)
  return judged({
    version: tweeterVersion,
    node_version: process.versions.node,
    started_at: started,
    uptime_seconds: Math.floor(uptimeMs / 1000),
  })
}

async function databasePart(app: App): Promise<HealthReport['database']> {
  const { version, sizeBytes, connections, mostConnections, roundTripMs } = await databaseFigures(app.db)
  return judged(
    {
      version,
      size_bytes: sizeBytes,
      connections,
      max_connections: mostConnections,
      round_trip_ms: roundTripMs,
    },
    judge.databaseSlow(roundTripMs),
    judge.connectionsUsed(connections, mostConnections),
  )
}

async function diskPart({ config }: App): Promise<HealthReport['disk']> {
  const { bavail, blocks, bsize } = await statfs(config.dataDir)
  const [free, total] = [bavail * bsize, blocks * bsize]
  return judged({ free_bytes: free, total_bytes: total }, judge.diskLow(free, total))
}

function memoryPart(): HealthReport['memory'] {
  const used = process.memoryUsage()
  const limit = getHeapStatistics().heap_size_limit
  return judged(
    { rss_bytes: used.rss, heap_used_bytes: used.heapUsed, heap_limit_bytes: limit },
    judge.heapFull(used.heapUsed, limit),
  )
}

function loopPart(app: App): HealthReport['event_loop'] {
  const delayMs = loopDelayMs(app)
  return judged({ delay_p99_ms: delayMs }, judge.loopSlow(delayMs))
}

function requestsPart(app: App): HealthReport['requests'] {
  const recent = trafficOf(app, TRAFFIC_MINUTES)
  const records = recordingStats(app)
  // The window begins with a whole minute, and not before the server did.
  const nowMs = app.now().getTime()
  const windowMs = (TRAFFIC_MINUTES - 1) * 60_000 + (nowMs % 60_000)
  const spanMs = Math.max(1000, Math.min(windowMs, nowMs - Date.parse(startedAt(app))))
  return judged(
    {
      ...trafficJson(recent),
      recorded: records?.written ?? null,
      not_recorded: records?.dropped ?? null,
      per_minute: Math.round((recent.requests / spanMs) * 600_000) / 10,
      minutes: trafficByMinute(app).map((minute) => ({ at: minute.at.toISOString(), ...trafficJson(minute) })),
    },
    judge.serverErrors(recent.errors, recent.requests),
    judge.recordsDropped(records?.dropped ?? 0, records?.droppedAt ? nowMs - records.droppedAt.getTime() : null),
  )
}

const trafficJson = ({ requests, errors, p50Ms, p99Ms }: Traffic) => ({
  requests,
  errors,
  p50_ms: p50Ms,
  p99_ms: p99Ms,
})

async function jobsPart(app: App): Promise<HealthReport['jobs']> {
  const { waiting, future, parked, failing, oldestSeconds } = await jobFigures(app)
  return judged(
    { waiting, future, parked, failing, oldest_waiting_seconds: oldestSeconds },
    judge.jobsParked(parked),
    judge.jobsLate(oldestSeconds),
  )
}

async function mailPart(app: App): Promise<HealthReport['mail']> {
  const { smtpUrl } = app.config.mail
  const { waiting, oldest_at, failed_day, done_day } = await mailFigures(app)
  const oldestSeconds = oldest_at && Math.max(0, Math.floor((app.now().getTime() - oldest_at.getTime()) / 1000))
  return judged(
    {
      transport: smtpUrl === null ? ('files' as const) : ('smtp' as const),
      waiting,
      oldest_waiting_seconds: oldestSeconds,
      failed_last_day: failed_day,
    },
    judge.mailsLate(oldestSeconds),
    judge.mailsFailed(failed_day, done_day),
    judge.mailToFiles(smtpUrl, app.config.url),
  )
}

async function networkPart(app: App): Promise<HealthReport['network']> {
  const { people, active_month } = await networkStats(app)
  return judged({ registration: app.config.registration, people, active_month })
}

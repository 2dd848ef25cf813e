import { bucketOf, readConfig } from '../../server/config/index.ts'
import { exportRequests, folderTarget, s3Target, type Target } from '../../server/requests/index.ts'
import { printJson } from '../app.ts'
import { type Call, WrongUse } from '../command.ts'
import { Progress } from '../progress.ts'
import { momentOf } from './moments.ts'

export async function exportFiles(call: Call): Promise<void> {
  const config = readConfig()
  const target = targetOf(call, config.s3Access)
  const now = new Date()
  const [from, until] = (['from', 'until'] as const).map((name) => {
    const text = call.text(name)
    return text === undefined ? undefined : momentOf(name, text, now)
  })
  if (from && until && from >= until) throw new WrongUse('The range is empty: --from is not before --until.')
  const progress = new Progress()
  const done = await exportRequests(
    config.dataDir,
    target,
    { ...(from && { from }), ...(until && { until }) },
    (part, all) => progress.update('Exporting', part, all),
  ).finally(() => progress.end())
  if (call.has('json')) return printJson({ ...done, to: target.name })
  const files = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`
  console.log(
    `${files(done.exported)} (${(done.bytes / 1e6).toFixed(1)} MB) went to ${target.name}; ${done.there} were there already.`,
  )
  if (done.open > 0) console.error(`Left out, because they are still written to: ${files(done.open)}.`)
}

/** @throws WrongUse where it is neither a folder nor a bucket that can be reached. */
function targetOf(call: Call, access: Parameters<typeof s3Target>[1] | null): Target {
  const to = call.text('to')
  if (!to) throw new WrongUse('--to is missing: a folder, or a bucket as s3://bucket/requests.')
  if (!/^\w+:\/\//.test(to)) return folderTarget(to)
  const found = bucketOf(to)
  if (!found) throw new WrongUse(`--to must be a folder, or a bucket as s3://bucket/requests, not "${to}".`)
  if (access === null) {
    throw new WrongUse(
      'A bucket needs S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, and S3_BUCKET or TWEETER_REQUESTS_ARCHIVE.',
    )
  }
  return s3Target(found, access)
}

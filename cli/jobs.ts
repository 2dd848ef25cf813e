import { countJobs, listJobs, retryJobs } from '../server/signals/index.ts'
import { transact } from '../server/storage/index.ts'
import { printJson, withApp } from './app.ts'
import { type Call, WrongUse } from './command.ts'
import { columns } from './help.ts'

export async function list(call: Call): Promise<void> {
  const limit = call.number('limit', 1, 100_000) ?? 100
  await withApp({ command: 'jobs' }, async ({ db }) => {
    const [jobs, counts] = await Promise.all([listJobs(db.read, limit), countJobs(db.read)])
    if (call.has('json')) {
      return printJson({
        counts: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
        jobs: jobs.map((job) => ({
          id: String(job.id),
          listener: job.listener,
          state: job.state,
          attempts: job.attempts,
          run_at: job.run_at,
          created_at: job.created_at,
          last_error: job.last_error,
          fact: job.fact,
        })),
      })
    }
    if (jobs.length === 0) return console.log('Nothing waits.')
    const rows = jobs.map((job) => [
      String(job.id),
      job.state,
      job.listener,
      String(job.attempts),
      job.run_at.toISOString().slice(0, 19),
      firstLine(job.last_error ?? ''),
    ])
    for (const line of columns([['ID', 'STATE', 'LISTENER', 'TRIES', 'NEXT (UTC)', 'LAST ERROR'], ...rows], '')) {
      console.log(line)
    }
    console.log(counts.map(({ state, count }) => `${count} ${state}`).join(', '))
  })
}

const firstLine = (text: string) => text.split('\n')[0]!.slice(0, 100)

export async function retry(call: Call): Promise<void> {
  const wrong = call.args.find((id) => !/^\d{1,16}$/.test(id))
  if (wrong !== undefined) throw new WrongUse(`"${wrong}" is not the id of a job; \`tweeter jobs\` lists them.`)
  if (call.has('all') === call.args.length > 0) throw new WrongUse('Name the jobs by their ids, or say --all.')
  const ids = call.has('all') ? null : call.args.map(Number)
  const again = await withApp({ command: 'jobs retry' }, ({ db }) => transact(db, (tx) => retryJobs(tx, ids)))
  if (call.has('json')) return printJson({ retried: again.map((job) => String(job.id)) })
  console.log(`${again.length} ${again.length === 1 ? 'job' : 'jobs'} will be run again at once.`)
  if (ids && again.length < ids.length) throw new Error('The others have not failed, or are done.')
}

import { type Config, readConfig } from '../server/config/index.ts'
import {
  type Backup,
  checkBackup,
  type Database,
  groundMigrations,
  holdServing,
  type Manifest,
  type MigrationSource,
  openBackup,
  openBlobs,
  restoreInto,
  transact,
} from '../server/storage/index.ts'
import { openStore } from '../server/store.ts'
import { knownMigrations, printJson, quiet } from './app.ts'
import type { Call } from './command.ts'
import { Progress } from './progress.ts'

export async function restore(call: Call): Promise<void> {
  const config = readConfig()
  const migrations = [groundMigrations, ...(await knownMigrations(config))]
  const file = call.args[0]!
  // Ctrl-C must end an embedded Postgres too; it does so on the process's own exit, and what was not committed is gone.
  const leave = () => process.exit(1)
  process.on('SIGINT', leave).on('SIGTERM', leave)
  const backup = await openBackup(file, migrations)
  const progress = new Progress()
  const steps = {
    migrations,
    now: () => new Date(),
    progress: (step: string, done: number, total: number) => progress.update(step, done, total),
    warn: (line: string) => progress.say(line),
  }
  try {
    if (!call.has('check')) return await restoreHere(call, config, backup, steps)
    const checked = await checkBackup(backup, steps)
    progress.end()
    if (call.has('json')) return printJson({ file, can_be_restored: true, ...checked })
    console.log(
      `${file} can be restored: ${checked.tables} tables with ${checked.rows} rows, ${checked.files} uploads, all as they were written.`,
    )
  } finally {
    progress.end()
    await backup.close()
    process.off('SIGINT', leave).off('SIGTERM', leave)
  }
}

interface Steps {
  readonly migrations: readonly MigrationSource[]
  readonly now: () => Date
  progress(step: string, done: number, total: number): void
  warn(line: string): void
}

async function restoreHere(call: Call, config: Config, backup: Backup, steps: Steps): Promise<void> {
  const storage = await openStore(config, { log: quiet, label: 'tweeter restore', migrations: null })
  try {
    const letGo = await holdServing(storage.db)
    const applied = await restoreInto(storage.db, backup, {
      ...steps,
      blobs: openBlobs(config),
      dataDir: config.dataDir,
      elsewhere: elsewhere(config),
    })
    const kept = await keepMailsBack(storage.db)
    letGo()
    report(call, config, backup.manifest, { applied, kept })
  } finally {
    await storage.close()
  }
}

const elsewhere = ({ database, dataDir }: Config): string =>
  database.url === null
    ? `set TWEETER_DATA to a new folder, or move ${dataDir} away.`
    : 'make a new database (create database …) and name it in DATABASE_URL.'

async function keepMailsBack(db: Database): Promise<number> {
  const { doubtWaitingMails } = await import('../server/mail/index.ts')
  return (await transact(db, (tx) => doubtWaitingMails(tx))).length
}

function report(call: Call, config: Config, manifest: Manifest, done: { applied: string[]; kept: number }): void {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  const files = manifest.blobs?.count ?? 0
  if (call.has('json')) {
    printJson({
      created_at: manifest.createdAt,
      tables: manifest.tables.length,
      rows,
      files,
      migrations_applied: done.applied,
      mails_kept_back: done.kept,
      had_other_site: manifest.hadOtherSite,
    })
    return
  }
  console.log(
    `Restored: ${manifest.tables.length} tables with ${rows} rows, ${files} uploads, as of ${manifest.createdAt}.`,
  )
  if (manifest.blobs === null) console.log('The backup was made without uploads: put those back yourself.')
  if (done.applied.length > 0) console.log(`Brought up to date by ${done.applied.length} migrations.`)
  if (done.kept > 0) {
    console.log(
      `${done.kept} notifications by mail are kept back, as they may have gone out since: see \`tweeter mail\`.`,
    )
  }
  if (manifest.url !== config.url) {
    console.log(
      `It was the network at ${manifest.url}; here TWEETER_URL says ${config.url}. Links and names are made from it.`,
    )
  }
  if (manifest.hadOtherSite) {
    console.log('This is one site now. The other must be emptied and join again: `tweeter site join`.')
  }
}

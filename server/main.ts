/** `tweeter start`: reads the configuration, starts the server, and ends it cleanly on SIGTERM or Ctrl-C. */
import { ConfigError, readConfig } from './config/index.ts'
import { requireHost } from './http/index.ts'
import { messageOf } from './kit/index.ts'
import { openLog } from './log.ts'
import { createServer, type Tweeter } from './server.ts'

/** Longer than this and we go anyway: what is acknowledged is durable, and a supervisor would kill us next. */
const STOP_WITHIN_MS = 9_500

export async function start(): Promise<void> {
  const config = await orExit(async () => {
    const read = readConfig()
    await requireHost(read.host)
    return read
  })
  const log = openLog(config.log)
  log.info(
    {},
    `Starting ${config.name} with the data in ${config.database.url ? 'your own PostgreSQL and ' : ''}${config.dataDir}`,
  )
  let tweeter: Tweeter | undefined
  try {
    tweeter = await createServer(config, { log })
    endOnSignals(tweeter)
    const address = await tweeter.start()
    log.info({}, `Ready in ${(performance.now() / 1000).toFixed(1)} s. Open ${address}`)
  } catch (error) {
    log.error({}, `Tweeter could not start. ${messageOf(error)}`)
    await tweeter?.stop().catch(() => {})
    process.exit(1)
  }
}

function endOnSignals(tweeter: Tweeter): void {
  const { log } = tweeter.app
  let stopping = false
  const stop = async (name: string) => {
    if (stopping) return
    stopping = true
    log.info({}, `${name}: stopping`)
    setTimeout(() => {
      log.error({}, 'Stopping took too long; ending now.')
      process.exit(1)
    }, STOP_WITHIN_MS).unref()
    try {
      await tweeter.stop()
      log.info({}, 'Stopped cleanly')
      process.exit(0)
    } catch (error) {
      log.error({ error }, `Stopping failed: ${messageOf(error)}`)
      process.exit(1)
    }
  }
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => void stop(name))
  // The terminal was closed. Without one (nohup, a service) a hang-up means nothing.
  if (process.stdout.isTTY) process.on('SIGHUP', () => void stop('SIGHUP'))
}

async function orExit<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(2)
  }
}

if (import.meta.main) await start()

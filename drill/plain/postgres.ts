/** A Postgres of Debian's, run as the user `postgres`: primary, or standby that streams from the other. */
import { execFile, spawn } from 'node:child_process'
import { appendFileSync, chownSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { postgresIn, signalTo } from '../../server/storage/embedded/processes.ts'

const run = promisify(execFile)
const PACKAGES = '/usr/lib/postgresql'

/** @throws an Error that says what to install. */
export function programs(): string {
  const versions = existsSync(PACKAGES) ? readdirSync(PACKAGES).sort((one, two) => Number(two) - Number(one)) : []
  const found = versions.map((version) => join(PACKAGES, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
  if (!found) throw new Error('This needs the Postgres of Debian: apt-get install -y postgresql')
  return found
}

function userOf(name: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((one) => one.split(':'))
    .find((fields) => fields[0] === name)
  if (!line) throw new Error(`There is no user ${name}: apt-get install -y postgresql makes it.`)
  return { uid: Number(line[2]), gid: Number(line[3]) }
}

export class PlainPostgres {
  readonly port: number
  readonly #bin: string
  readonly #folder: string
  readonly #user: { uid: number; gid: number }

  /** @param folder which the user postgres can enter. */
  constructor(folder: string, port: number) {
    this.port = port
    this.#bin = programs()
    this.#user = userOf('postgres')
    this.#folder = folder
    mkdirSync(folder, { mode: 0o700 })
    chownSync(folder, this.#user.uid, this.#user.gid)
  }

  get #data(): string {
    return join(this.#folder, 'data')
  }

  async #run(program: string, ...line: string[]): Promise<void> {
    await run(join(this.#bin, program), line, { ...this.#user, cwd: this.#folder })
  }

  async make(): Promise<void> {
    await this.#run('initdb', '-D', this.#data, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8')
    appendFileSync(join(this.#data, 'pg_hba.conf'), '\nhost replication all 127.0.0.1/32 trust\n')
  }

  /** A copy of the primary at this address, which then streams from it: what was here before is gone. */
  async follow(host: string, port: number): Promise<void> {
    rmSync(this.#data, { recursive: true, force: true })
    await this.#run(
      'pg_basebackup',
      '-h',
      host,
      '-p',
      String(port),
      '-D',
      this.#data,
      '-R',
      '-X',
      'stream',
      '-c',
      'fast',
    )
  }

  /** @throws an Error when it does not take connections within ten seconds. */
  async start(): Promise<void> {
    const log = openSync(join(this.#folder, 'log'), 'a', 0o600)
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${this.port}`,
      'unix_socket_directories=',
      'max_connections=60',
    ]
    const flags = settings.flatMap((setting) => ['-c', setting])
    const options = { ...this.#user, cwd: this.#data, stdio: ['ignore', log, log] as const, detached: true }
    spawn(join(this.#bin, 'postgres'), ['-D', this.#data, ...flags], { ...options, stdio: [...options.stdio] }).unref()
    for (let tries = 0; tries < 100; tries++) {
      const is = await this.#run('pg_isready', '-q', '-h', '127.0.0.1', '-p', String(this.port)).then(
        () => true,
        () => false,
      )
      if (is) return
      await new Promise((done) => setTimeout(done, 100))
    }
    throw new Error(`A Postgres did not start; its log is ${this.#folder}/log.`)
  }

  async promote(): Promise<void> {
    await this.#run('pg_ctl', 'promote', '-D', this.#data, '-w')
  }

  kill(): void {
    for (const pid of postgresIn(this.#data)) signalTo(pid, 'SIGKILL')
  }

  /** So that the next start finds nothing of the last. */
  async gone(): Promise<void> {
    this.kill()
    while (postgresIn(this.#data).length > 0) await new Promise((done) => setTimeout(done, 20))
  }
}

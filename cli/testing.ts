/** The real command line in a process of its own, with a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../bin/tweeter.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Terminal {
  /** A folder for whatever a test writes. */
  readonly folder: string
  run(line: readonly string[], more?: { input?: string; env?: Record<string, string> }): Promise<Ended>
  /** `tweeter start` on a free port; @returns its address when it is ready. */
  start(): Promise<string>
  /** Ends the server as a supervisor would; @returns its exit code. */
  stop(): Promise<number | null>
  close(): Promise<void>
}

export function openTerminal(): Terminal {
  const folder = mkdtempSync(join(tmpdir(), 'tweeter-cli-'))
  // Nothing of the machine's own settings.
  const env = { PATH: '/usr/bin:/bin', HOME: folder, TWEETER_DATA: join(folder, 'data') }
  let server: ChildProcess | undefined
  const stop = async () => {
    const ended = server
    server = undefined
    if (!ended || ended.exitCode !== null) return ended?.exitCode ?? null
    ended.kill('SIGTERM')
    return await new Promise<number | null>((done) => ended.once('exit', done))
  }
  return {
    folder,
    run: (line, { input = '', env: extra = {} } = {}) =>
      new Promise((done) => {
        const child = spawn(process.execPath, [launcher, ...line], { env: { ...env, ...extra } })
        let [out, err] = ['', '']
        child.stdout.setEncoding('utf8').on('data', (text) => (out += text))
        child.stderr.setEncoding('utf8').on('data', (text) => (err += text))
        child.stdin.on('error', () => {})
        child.stdin.end(input)
        child.on('close', (code) => done({ code, out, err }))
      }),
    start: () =>
      new Promise((ready, failed) => {
        const child = spawn(process.execPath, [launcher, 'start'], { env: { ...env, TWEETER_PORT: '0' } })
        server = child
        let text = ''
        const hear = (more: string) => {
          text += more
          const address = /Open (http:\S+)/.exec(text)?.[1]
          if (address) ready(address)
        }
        child.stdout.setEncoding('utf8').on('data', hear)
        child.stderr.setEncoding('utf8').on('data', hear)
        child.on('exit', () => failed(new Error(`The server ended: ${text}`)))
      }),
    stop,
    close: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const documentation = (name: string): string => readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8')

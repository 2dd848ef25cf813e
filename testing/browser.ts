/** A real Chromium, headless, and the client that it will be shown. */
import { type Browser, chromium } from 'playwright-core'
import { buildClient } from '../web/build.ts'
import { unpackChromium } from './chromium.ts'

export interface OpenedBrowser {
  readonly browser: Browser
  close(): Promise<void>
}

export async function openBrowser(): Promise<OpenedBrowser> {
  await buildClient()
  const { executablePath, folder, remove } = await unpackChromium()
  const args = ['--no-sandbox', '--headless=shell', '--disable-gpu', '--disable-dev-shm-usage']
  const browser = await chromium.launch({ executablePath, args, env: { ...process.env, TMPDIR: folder } })
  return {
    browser,
    close: async () => {
      await browser.close()
      remove()
    },
  }
}

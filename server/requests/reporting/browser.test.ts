import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { complaintsOf } from '../../../testing/axe.ts'
import { unpackChromium } from '../../../testing/chromium.ts'
import { reportPage } from './page.ts'
import { sumUp } from './summary.ts'
import { type Asked, trafficOf } from './testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'tweeter-report-'))
const { executablePath, folder: scratch, remove } = await unpackChromium()
const args = ['--no-sandbox', '--headless=shell', '--disable-gpu', '--disable-dev-shm-usage']
const browser = await chromium.launch({ executablePath, args, env: { ...process.env, TMPDIR: scratch } })
after(async () => {
  await browser.close()
  remove()
  rmSync(folder, { recursive: true, force: true })
})

/** Nine days of everything that a page can show, with texts that would like to be more than that. */
const asked: Asked[] = Array.from({ length: 2000 }, (_, i) => ({
  at: Date.UTC(2026, 10, 10) + i * 390_000,
  kind: i % 7 === 0 ? 'bot' : 'person',
  method: 'GET',
  route: i % 3 === 0 ? '/api/v1/timelines/home' : '/api/v1/statuses/:id',
  path: `/${'a-very-long-path-without-any-blank/'.repeat(8)}${i % 20}<script>document.title='run'</script>`,
  status: [200, 200, 304, 404, 500][i % 5]!,
  us: 500 + (i % 90) ** 3,
  bytes: 12_345,
  visitor: `visitor ${i % 300}`,
  agent: `"><img src=x onerror="document.title='run'">${i % 20}`,
  referrer: `https://example.org/${i % 20}`,
}))
const file = join(folder, 'report.html')
const about = { title: 'A week', from: ['access.log'], writtenAt: new Date(0), rejects: [], own: true, stored: null }
writeFileSync(file, reportPage(sumUp(trafficOf(asked, 4)), about))

test('the page opens from a disk, runs nothing, fits every width, and axe has no complaint', async () => {
  for (const [width, colorScheme] of [
    [360, 'light'],
    [768, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    const said: string[] = []
    page.on('console', (message) => said.push(message.text()))
    page.on('request', (request) => said.push(request.url()))
    await page.goto(pathToFileURL(file).href)
    assert.deepEqual(said, [pathToFileURL(file).href], 'it asks for nothing but itself')
    assert.deepEqual(await complaintsOf(page), [], `${width} ${colorScheme}`)
    assert.equal(await page.title(), 'A week')
    assert.equal(await page.locator('svg[role=img]').count(), 5)
    await page.close()
  }
})

test('the numbers behind a plot can be opened without a script, and on paper everything stands on white', async () => {
  const page = await browser.newPage({ colorScheme: 'dark' })
  await page.goto(pathToFileURL(file).href)
  await page.getByText('The numbers of requests over time').click()
  assert.ok(await page.getByRole('region', { name: 'The numbers of requests over time' }).isVisible())
  await page.emulateMedia({ media: 'print' })
  const ink = await page.locator('h1').evaluate((element) => getComputedStyle(element).color)
  assert.equal(ink, 'rgb(21, 23, 28)')
  const sheets = await page.pdf({ format: 'A4' })
  assert.ok(sheets.length > 20_000)
  await page.close()
})

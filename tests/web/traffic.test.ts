/** The page on which the operators see what the server is asked for: it moves while one looks, and can be asked further. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { complaintsOf } from '../../testing/axe.ts'
import { openClientWorld } from '../../testing/client.ts'

const { world, url, signedIn } = await openClientWorld()
const { app } = world
const olga = await world.account('olga', { role: 'owner' })

const MINUTE_MS = 60_000

/** Requests of the minute that many minutes ago. */
async function served(minutes: number, method: string, route: string, requests: number, status = 200, kind = 'person') {
  const at = new Date((Math.floor(app.now().getTime() / MINUTE_MS) - minutes) * MINUTE_MS)
  await app.db.pool`
    insert into request_series (source, span, at, kind, method, route, status, requests, bytes)
    values ('tweeter', 60, ${at}, ${kind}, ${method}, ${route}, ${status}, ${requests}, ${requests * 100})`
}

test('figures that move, a route by itself, the map by keys, and the way to stop it', async () => {
  await served(2, 'GET', '/api/v1/timelines/home', 500)
  await served(2, 'POST', '/api/v1/statuses', 60, 503)
  await served(3, 'GET', '/@:username', 40, 200, 'bot')
  const page = await signedIn(olga)
  await page.goto(`${url}/admin/traffic`)
  const figure = (name: string) => page.getByRole('main').locator('dl > div').filter({ hasText: name })
  await figure('Requests').getByText('600', { exact: true }).waitFor()
  await figure('Server errors').getByText('60', { exact: true }).waitFor()
  assert.deepEqual(await complaintsOf(page, ['#main']), [])

  await served(1, 'GET', '/api/v1/timelines/home', 111)
  await figure('Requests').getByText('711', { exact: true }).waitFor()

  const map = page.getByRole('slider', { name: 'Status 503' })
  await map.focus()
  const words = async () => (await map.getAttribute('aria-valuetext')) ?? ''
  for (let presses = 0; presses < 6 && !(await words()).endsWith(': 60'); presses++)
    await page.keyboard.press('ArrowLeft')
  assert.match(await words(), /: 60$/)
  await page.keyboard.press('ArrowUp')
  assert.match(
    (await page.getByRole('slider', { name: 'Status 200' }).getAttribute('aria-valuetext')) ?? '',
    /: 500$/,
    'the same time of the status above',
  )

  await page.getByRole('button', { name: 'Most errors' }).click()
  await page.getByRole('button', { name: 'POST /api/v1/statuses' }).click()
  await figure('Requests').getByText('60', { exact: true }).waitFor()
  await page.reload()
  await figure('Requests').getByText('60', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Show all routes' }).click()
  await page.getByRole('button', { name: 'Bots', exact: true }).click()
  await figure('Requests').getByText('40', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('Paused', { exact: true }).waitFor()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.getByText('Show as a table').first().click()
  await page.getByRole('columnheader', { name: 'Bots' }).waitFor()
  await page.getByRole('button', { name: '24 h' }).click()
  await page.getByText('Paused', { exact: true }).waitFor()
  await page.getByRole('slider', { name: 'Requests over time' }).focus()
  await page.keyboard.press('End')
  assert.equal(asked.filter((one) => one.includes('/traffic')).length, 1, 'the other range, and no more')
})

/** The service worker in a real browser: it comes, keeps only files, has a page for when nothing can be reached, and notifies. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test, { after } from 'node:test'
import type { Page } from 'playwright-core'
import { openPushService, Subscriber } from '../../server/push/testing.ts'
import { openClientWorld } from '../../testing/client.ts'

const { world, url, signedIn } = await openClientWorld({ TWEETER_OUTGOING_ALLOW: 'loopback' })
const service = await openPushService()
after(service.close)

const controlled = (page: Page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null)

test('it stands alone, keeps files of the client only, and says when the server cannot be reached', async () => {
  const script = readFileSync(new URL('../../web/dist/sw.js', import.meta.url), 'utf8')
  assert.doesNotMatch(script, /\bimport\b|CLIENT_VERSION/, 'browsers run it as a script of its own, with its version')
  const page = await signedIn(await world.account('ada'))
  await controlled(page)
  await page.reload()
  await page.getByRole('navigation').first().waitFor()
  const keptNow = () =>
    page.evaluate(async () => {
      const each = (await caches.keys()).map(async (name) => await (await caches.open(name)).keys())
      return (await Promise.all(each)).flat().map((one) => one.url)
    })
  let kept = await keptNow()
  for (let tries = 0; kept.length < 4 && tries < 500; tries++) kept = await keptNow()
  assert.ok(kept.length >= 4, 'the files that the page is made of')
  for (const one of kept) assert.ok(one.startsWith(`${url}/client/`), one)

  await page.context().setOffline(true)
  await page.goto(`${url}/notifications`)
  await page.getByRole('heading', { name: 'You are offline' }).waitFor()
  assert.doesNotMatch(await page.content(), /ada/)
  await page.context().setOffline(false)
  // Being online again is enough; the page comes back by itself.
  await page.locator('#app').waitFor({ state: 'attached' })
  await page.context().close()
})

test('the site can be installed', async () => {
  const page = await signedIn(await world.account('bob'))
  await controlled(page)
  const devtools = await page.context().newCDPSession(page)
  const { errors, manifest } = (await devtools.send('Page.getAppManifest')) as unknown as {
    errors: unknown[]
    manifest: { display: string }
  }
  assert.deepEqual(errors, [])
  assert.equal(manifest.display, 'kStandalone')
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
  assert.deepEqual(installabilityErrors, [])
  await page.context().close()
})

test('a message from a push service is shown, once however often it comes, and leads to its post', async () => {
  const [cid, dan] = await Promise.all([world.account('cid'), world.account('dan')])
  const page = await signedIn(cid)
  await controlled(page)
  const app = new Subscriber()
  const endpoint = `${service.url}/cid`
  const subscribed = await page.evaluate(
    async (subscription) => {
      const body = JSON.stringify({ subscription, data: { alerts: { mention: true } } })
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/api/v1/push/subscription', { method: 'POST', headers, body })).status
    },
    { endpoint, keys: app.keys, standard: true },
  )
  assert.equal(subscribed, 200)
  const body = { status: 'Hello @cid' }
  const { json: post } = await world.call('POST', '/api/v1/statuses', { token: dan.token, body })
  await world.jobs()
  const message = app.read(service.arrived[0]!) as { notification_id: number }

  const worker = page.context().serviceWorkers()[0]!
  // This Chromium has no notifications of its own, so what would be shown is written down.
  await worker.evaluate(() => {
    const shown: string[] = []
    Object.assign(globalThis, { shown })
    ServiceWorkerRegistration.prototype.showNotification = async (title, options) => {
      shown.push(`${options?.tag} ${title}: ${options?.body}`)
    }
  })
  const { devtools, registrationId } = await workerOf(page)
  for (const data of [JSON.stringify(message), JSON.stringify(message), 'no JSON']) {
    await devtools.send('ServiceWorker.deliverPushMessage', { origin: url, registrationId, data })
  }
  const shown = async () => await worker.evaluate(() => (globalThis as unknown as { shown: string[] }).shown)
  for (let tries = 0; (await shown()).length < 3 && tries < 500; tries++) await new Promise(setImmediate)
  const [first, second, unread] = await shown()
  assert.match(first!, new RegExp(`^notification-${message.notification_id} .*dan.*: Hello @cid`))
  assert.equal(second, first, 'the same tag: browsers show one in place of the other')
  assert.match(unread!, /You have a new notification/)

  await worker.evaluate((data) => {
    const Extendable = (globalThis as unknown as { ExtendableEvent: typeof Event }).ExtendableEvent
    dispatchEvent(Object.assign(new Extendable('notificationclick'), { notification: { data, close() {} } }))
  }, message.notification_id)
  await page.waitForURL(`${url}/@dan/${post.id}`)
  await page.context().close()
})

/** The worker of the page, as DevTools know it. */
async function workerOf(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  const registered = new Promise<string>((done) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL === `${url}/`)
      if (ours) done(ours.registrationId)
    }),
  )
  await devtools.send('ServiceWorker.enable')
  return { devtools, registrationId: await registered }
}

/** What a real browser sends along: our own pages act by the session, and another origin cannot, cookie or not. */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { after } from 'node:test'
import { addPerson, Browser } from '../server/oauth/testing.ts'
import { openBrowser } from '../testing/browser.ts'
import { openWorld } from '../testing/world.ts'

const listening = (server: Server, port = 0) =>
  new Promise<number>((ready) => server.listen(port, '127.0.0.1', () => ready((server.address() as AddressInfo).port)))

/** Another port is another origin of the same site, so that the browser sends the cookie to us. */
const elsewhere = createServer((_request, reply) => reply.setHeader('content-type', 'text/html').end('<p>Elsewhere'))
const foreign = `http://127.0.0.1:${await listening(elsewhere)}`
// A port that was free a moment ago: the network must know its own address before it listens.
const probe = createServer()
const port = await listening(probe)
await new Promise((closed) => probe.close(closed))
const url = `http://127.0.0.1:${port}`
const world = await openWorld({ TWEETER_URL: url })
await world.tweeter.http.listen({ host: '127.0.0.1', port })
const opened = await openBrowser()
after(async () => {
  await opened.close()
  await world.close()
  elsewhere.close()
})

test('a browser: our own page reads, writes and listens; a page of another origin does nothing', async () => {
  await addPerson(world, 'ada')
  const signedIn = new Browser(world)
  await signedIn.signIn('ada')
  // A page that allows no scripts; these are put into it.
  const context = await opened.browser.newContext({ bypassCSP: true })
  await context.addCookies(
    [...signedIn.cookies].map(([name, value]) => ({ name, value, url, sameSite: 'Lax' as const })),
  )
  const page = await context.newPage()
  await page.goto(`${url}/auth/sign_in`)
  const ask = async (base: string) =>
    await page.evaluate(async (from) => {
      const outcome = (promise: Promise<number>) => promise.catch(() => -1)
      const api = `${from}/api/v1`
      const body = () => new URLSearchParams({ status: 'Hello' })
      const socket = new WebSocket(`${api.replace('http', 'ws')}/streaming?stream=user`)
      const events = new EventSource(`${api}/streaming/user`, { withCredentials: true })
      const opens = (one: EventTarget) =>
        new Promise<boolean>((done) => {
          one.addEventListener('open', () => done(true))
          one.addEventListener('error', () => done(false))
        })
      const [socketOpens, eventsOpen] = [opens(socket), opens(events)]
      const send = (path: string, more: RequestInit) =>
        outcome(fetch(`${api}${path}`, more).then((reply) => reply.status))
      const result = {
        read: await send('/accounts/verify_credentials', { credentials: 'include' }),
        written: await send('/statuses', { method: 'POST', body: body(), credentials: 'include' }),
        blind: await send('/statuses', { method: 'POST', body: body(), credentials: 'include', mode: 'no-cors' }),
        socket: await socketOpens,
        events: await eventsOpen,
      }
      socket.close()
      events.close()
      return result
    }, base)
  const count = async () => (await world.app.db.read`select 1 from posts`).length
  assert.deepEqual(await ask(url), { read: 200, written: 200, blind: 200, socket: true, events: true })
  assert.equal(await count(), 2)

  await page.goto(foreign)
  assert.deepEqual(await ask(url), { read: -1, written: -1, blind: 0, socket: false, events: false })
  await page.evaluate((api) => {
    document.body.innerHTML = `<form method="post" action="${api}/api/v1/statuses"><input name="status" value="Forged"></form>`
    document.forms[0]!.submit()
  }, url)
  await page.waitForURL(`${url}/**`)
  assert.match(await page.innerText('body'), /error/)
  await page.goto(`${url}/api/v1/accounts/verify_credentials`)
  assert.match(await page.innerText('body'), /error/)
  assert.equal(await count(), 2)
})

/** The measures of bench/web.ts, each on a page of its own. Times in milliseconds, sizes in bytes. */
import type { CDPSession, Page } from 'playwright-core'
import { type BenchWorld, firstPost } from './web-world.ts'

/** What the pages under measure note for us. */
interface Notes {
  firstPostMs: number
  usableMs: number
  shift: number
  shifts: string[]
  events: { id: number; name: string; ms: number }[]
}
type Noting = Window & { notes: Notes }

/** Runs in the page before anything of it: notes the first post, the first favourite, shifts and interactions. */
function note(): void {
  const notes: Notes = { firstPostMs: 0, usableMs: 0, shift: 0, shifts: [], events: [] }
  ;(window as unknown as Noting).notes = notes
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number
      hadRecentInput: boolean
      sources: { node?: Node }[]
    })[]) {
      if (entry.hadRecentInput) continue
      notes.shift += entry.value
      const nodes = entry.sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 90) : '?'))
      notes.shifts.push(`${entry.value.toFixed(4)} ${nodes.join(' | ')}`)
    }
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) {
      if (entry.interactionId) notes.events.push({ id: entry.interactionId, name: entry.name, ms: entry.duration })
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
  const after = (done: () => void) => requestAnimationFrame(() => setTimeout(done))
  new MutationObserver((_, observer) => {
    const star = document.querySelector<HTMLElement>(
      '[role=feed] article button[aria-pressed=false][aria-label*=avour]',
    )
    if (!star) return
    observer.disconnect()
    after(() => {
      notes.firstPostMs = performance.now()
      star.click()
      const seen = () => (star.ariaPressed === 'true' ? after(() => (notes.usableMs = performance.now())) : after(seen))
      seen()
    })
  }).observe(document, { subtree: true, childList: true })
}

export interface Opened {
  readonly page: Page
  readonly cdp: CDPSession
  notes(): Promise<Notes>
  close(): Promise<void>
}

/** A page in a browser with empty caches in which the reader is signed in; the processor slowed down so many times. */
export async function openPage(world: BenchWorld, throttle: number): Promise<Opened> {
  const context = await world.reader()
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await page.addInitScript(note)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle })
  return {
    page,
    cdp,
    notes: () => page.evaluate(() => (window as unknown as Noting).notes),
    close: () => context.close(),
  }
}

/** A first visit: until a post is seen, until it could be favourited, and the scripts that came before it. */
export async function firstVisit(world: BenchWorld, throttle: number) {
  const { page, cdp, notes, close } = await openPage(world, throttle)
  await busyOf(cdp)
  await page.goto(world.url)
  await page.waitForFunction(() => (window as unknown as Noting).notes.usableMs > 0, undefined, { timeout: 60_000 })
  const busyMs = await busyOf(cdp)
  const { firstPostMs, usableMs, shift, shifts } = await notes()
  const scripts = await page.evaluate((until) => {
    const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    return all
      .filter(({ name, responseEnd }) => new URL(name).pathname.endsWith('.js') && responseEnd <= until)
      .map(({ name, encodedBodySize, decodedBodySize }) => ({
        file: new URL(name).pathname.split('/').at(-1)!,
        bytes: encodedBodySize,
        plain: decodedBodySize,
      }))
  }, firstPostMs)
  await takeBack(page)
  await close()
  return { firstPostMs, usableMs, busyMs, shift, shifts, scripts }
}

/** Takes the favourite of `note` back, so that the next visit finds the same posts. */
async function takeBack(page: Page): Promise<void> {
  const done = page.waitForResponse((response) => response.url().endsWith('/unfavourite'))
  await page.locator('[role=feed] article button[aria-pressed=true][aria-label*=avour]').first().click()
  await done
}

/** The same for a page of the server that has no scripts: what of a first visit is not the client's. */
export async function plainVisit(world: BenchWorld, throttle: number): Promise<number> {
  const context = await world.browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle })
  await page.goto(`${world.url}/auth/sign_in`)
  const painted = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now(),
  )
  await context.close()
  return painted
}

/** Layout shift over a load, new posts that come and are shown, and scrolling down and up. */
export async function shiftWhileReading(world: BenchWorld) {
  const { page, notes, close } = await openPage(world, 1)
  await page.goto(world.url)
  await firstPost(page)
  const end = world.stream(20)
  for (const direction of [1, 1, 1, -1, -1, 1]) {
    for (let step = 0; step < 12; step++) {
      await page.mouse.wheel(0, direction * 500)
      await page.waitForTimeout(60)
    }
  }
  await end()
  await page.keyboard.press('.')
  await page.waitForTimeout(500)
  const { shift, shifts } = await notes()
  await close()
  return { shift, shifts }
}

/** Interactions while posts stream in; each is one tap or key. @returns the time to the next paint of each. */
export async function interactions(world: BenchWorld, throttle: number, perSecond: number) {
  const { page, cdp, notes, close } = await openPage(world, 1)
  await page.goto(world.url)
  await firstPost(page)
  await page.waitForTimeout(1500)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: throttle })
  const end = world.stream(perSecond)
  await page.waitForTimeout(1500)
  const [before, began] = [await busyOf(cdp), Date.now()]
  await page.waitForTimeout(3000)
  const busyPerSecondMs = (1000 * ((await busyOf(cdp)) - before)) / (Date.now() - began)
  const done = await interact(page)
  const streamed = await end()
  await page.waitForTimeout(500)
  const { events } = await notes()
  await close()
  const slowest = new Map<number, { name: string; ms: number }>()
  for (const { id, name, ms } of events) if (ms > (slowest.get(id)?.ms ?? 0)) slowest.set(id, { name, ms })
  return { done, streamed, busyPerSecondMs, seen: [...slowest.values()].sort((a, b) => b.ms - a.ms) }
}

async function interact(page: Page): Promise<number> {
  let done = 0
  const stars = page.locator('[role=feed] article button[aria-pressed][aria-label*=avour]')
  const menus = page.locator('[role=feed] article button[aria-haspopup=menu]')
  for (let at = 0; at < 8; at++, done++) await stars.nth(at % 3).click()
  for (let at = 0; at < 4; at++, done += 2) {
    await menus.nth(at % 2).click()
    await page.keyboard.press('Escape')
  }
  for (let at = 0; at < 8; at++, done++) {
    await page.keyboard.press('j')
    await page.waitForTimeout(100)
  }
  await page.evaluate(() => scrollTo(0, 0))
  await page.locator('main button', { hasText: '?' }).first().click()
  await page.locator('main textarea').first().waitFor()
  await page.keyboard.type('others post', { delay: 60 })
  return done + 12
}

/** Frames of a page that has nothing to do: what the machine gives just now. */
export async function emptyFrames(world: BenchWorld) {
  const context = await world.browser.newContext()
  const page = await context.newPage()
  await page.goto(`${world.url}/auth/sign_in`)
  const frames = await page.evaluate(scrollFrames, { seconds: 3, step: 0 })
  await context.close()
  return frames
}

/** Loads so many posts by scrolling, then scrolls fast through them all. */
export async function longScroll(world: BenchWorld, posts: number) {
  const { page, cdp, close } = await openPage(world, 1)
  await page.goto(world.url)
  await firstPost(page)
  await page.evaluate(loadAll, 60)
  const nodesAtFirst = await nodesInTheMiddle(page)
  const heapAtFirst = await heapOf(cdp)
  const loaded = await page.evaluate(loadAll, posts)
  const heap = await heapOf(cdp)
  const nodes = await nodesInTheMiddle(page)
  const busyBefore = await busyOf(cdp)
  const frames = await page.evaluate(scrollFrames, { seconds: 6, step: 120 })
  const busyMs = ((await busyOf(cdp)) - busyBefore) / frames.frames
  await close()
  return { loaded, nodesAtFirst, nodes, heapAtFirst, heap, busyMs, ...frames }
}

async function nodesInTheMiddle(page: Page): Promise<number> {
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2))
  await page.waitForTimeout(500)
  return await page.evaluate(() => document.querySelectorAll('*').length)
}

/** Processor time of the page's main thread, which other work on the machine does not lengthen. */
async function busyOf(cdp: CDPSession): Promise<number> {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const { metrics } = await cdp.send('Performance.getMetrics')
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
}

async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize
}

/** In the page: goes to the end again and again until so many rows are there, or no more come. @returns how many. */
async function loadAll(wanted: number): Promise<number> {
  const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
  const last = () =>
    Number(document.querySelector('[role=feed]')?.lastElementChild?.getAttribute('data-index') ?? 0) + 1
  let idle = 0
  while (last() < wanted && idle < 100) {
    const before = last()
    scrollTo(0, document.body.scrollHeight)
    await pause(30)
    idle = last() === before ? idle + 1 : 0
  }
  return last()
}

/** In the page: scrolls down for half of the time and up again, so many pixels a frame; notes each frame. */
async function scrollFrames({ seconds, step }: { seconds: number; step: number }) {
  const times: number[] = []
  let blank = 0
  const began = performance.now()
  await new Promise<void>((done) => {
    let before = began
    const frame = (now: number) => {
      times.push(now - before)
      before = now
      const part = (now - began) / (seconds * 1000)
      if (part >= 1) return done()
      scrollBy(0, part < 0.5 ? step : -step)
      if (step > 0 && !document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('article')) blank++
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const sorted = times.slice(2).sort((a, b) => a - b)
  const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0
  return { frames: sorted.length, medianMs: at(0.5), p95Ms: at(0.95), longestMs: sorted.at(-1) ?? 0, blank }
}

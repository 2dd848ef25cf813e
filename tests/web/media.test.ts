/** Pictures, films and sounds of posts in a real browser: what is reserved, covered, described, opened and played. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { complaintsOf } from '../../testing/axe.ts'
import { openClientWorld } from '../../testing/client.ts'
import { makeMediaPosts } from './media-posts.ts'

const { world, url, signedIn } = await openClientWorld()
const posts = await makeMediaPosts(world, await world.account('ada'))
const bob = await world.account('bob')

const post = (page: Page, name: keyof typeof posts) => page.getByRole('article').filter({ hasText: posts[name] })

/** The posts of a hashtag, for somebody who did not write them. `prepare` is done with the page before it is opened. */
async function show(tag: string, prepare: (page: Page) => Promise<unknown> = async () => {}) {
  const page = await signedIn(bob, { viewport: { width: 1000, height: 800 }, serviceWorkers: 'block' })
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await prepare(page)
  await page.goto(`${url}/tags/${tag}`)
  await page.getByRole('article').first().waitFor()
  const close = async () => {
    assert.deepEqual(errors, [])
    await page.context().close()
  }
  return { page, close }
}

test('sizes are reserved, colours are shown until the picture is there, and axe finds nothing', async () => {
  let release = () => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  const { page, close } = await show('shapes', (page) =>
    page.route('**/media/attachments/**', async (route) => {
      await held
      await route.continue()
    }),
  )
  const frame = post(page, 'one').locator('canvas')
  await frame.waitFor()
  await page.waitForFunction(
    () => document.querySelector('canvas')?.getContext('2d')?.getImageData(16, 16, 1, 1).data[3] === 255,
  )
  const heights = () =>
    page.locator('article').evaluateAll((articles) => articles.map((article) => article.clientHeight))
  const before = await heights()
  release()
  await frame.waitFor({ state: 'detached' })
  assert.deepEqual(await heights(), before, 'nothing moves when the pictures come')
  assert.ok(Math.max(...before) <= 650, `nothing is endless: ${before}`)
  assert.deepEqual(await complaintsOf(page), [])
  await close()
})

test('what is sensitive is covered and not even loaded, until somebody looks; and it can be hidden again', async () => {
  const loaded: string[] = []
  const { page, close } = await show('covered', async (page) => {
    page.on('request', (request) => loaded.push(request.url()))
  })
  const covered = post(page, 'sensitive')
  await covered.getByText('Sensitive content').waitFor()
  assert.deepEqual(
    loaded.filter((one) => one.includes('/media/attachments/')),
    [],
  )
  await covered.getByRole('button', { name: 'Show' }).click()
  await covered.getByRole('img', { name: 'Image 2 of 2, no description' }).waitFor()
  await covered.getByRole('button', { name: 'Hide' }).click()
  await covered.getByText('Sensitive content').waitFor()
  assert.equal(await covered.getByRole('img').count(), 0)
  await close()
})

test('a description is read by pressing the badge; a picture that cannot be had says so', async () => {
  const { page, close } = await show('shapes', (page) =>
    page.route('**/media/attachments/**', (route) => route.abort()),
  )
  await post(page, 'three').getByText('This could not be loaded').first().waitFor()
  await post(page, 'one')
    .getByRole('button', { name: /Show the description/ })
    .click()
  await page.locator('[popover]:popover-open', { hasText: 'A heron at the lake' }).waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('[popover]:popover-open').count(), 0)
  await close()
})

test('the viewer: keys, zoom, the next one, Escape and Back, and the focus where it was', async () => {
  const { page, close } = await show('four')
  const thumbnail = post(page, 'four').getByRole('button', { name: /^Image 2 of 4/ })
  await thumbnail.click()
  const viewer = page.getByRole('dialog', { name: 'Media viewer' })
  await viewer.getByText('2 of 4').waitFor()
  const scale = () =>
    viewer.getByRole('img').evaluate((img) => new DOMMatrix(getComputedStyle(img.parentElement!).transform).a)
  await page.keyboard.press('+')
  await page.waitForFunction(() => {
    const picture = document.querySelector('dialog img')!.parentElement!
    return new DOMMatrix(getComputedStyle(picture).transform).a > 1.5
  })
  await page.keyboard.press('ArrowRight')
  await viewer.getByText('2 of 4').waitFor()
  await page.keyboard.press('0')
  await page.keyboard.press('End')
  await viewer.getByText('4 of 4').waitFor()
  assert.equal(await viewer.getByRole('button', { name: 'Next' }).count(), 0)
  assert.equal(await scale(), 1)
  const box = (await viewer.getByRole('img').boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.wheel(0, -400)
  await page.waitForFunction(() => document.querySelector('dialog img')!.getBoundingClientRect().width > 1000)
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-haspopup') === 'dialog')
  assert.ok(await thumbnail.evaluate((element) => element === document.activeElement))

  await thumbnail.press('Enter')
  await viewer.waitFor()
  await page.goBack()
  await viewer.waitFor({ state: 'detached' })
  assert.match(page.url(), /\/tags\/four/)

  await thumbnail.click()
  const middle = (await viewer.getByRole('img').boundingBox())!
  await page.mouse.move(middle.x + middle.width / 2, middle.y + 100)
  await page.mouse.down()
  await page.mouse.move(middle.x + middle.width / 2, middle.y + 300, { steps: 4 })
  await page.mouse.up()
  await viewer.waitFor({ state: 'detached' })
  await close()
})

test('a film begins when somebody wants it, and one thing is heard at a time', async () => {
  const { page, close } = await show('played')
  assert.equal(await page.locator('video').count(), 0)
  const file = page.waitForResponse((response) => response.url().endsWith('.mp4'))
  await post(page, 'video')
    .getByRole('button', { name: /^Play: Video 1 of 1: A test card/ })
    .click()
  const response = await file
  assert.equal(response.status(), 206, 'the player asks for a part')
  assert.match(response.headers()['cache-control']!, /immutable/)
  await page.waitForFunction(() => !document.querySelector('video')!.paused)
  await page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.play())
  await page.waitForFunction(() => document.querySelector('video')!.paused)
  await close()
})

test('what moves by itself can be stopped, and does not move for those who asked their system for calm', async () => {
  const { page, close } = await show('moving')
  await post(page, 'gif').getByRole('button', { name: 'Pause' }).click()
  await post(page, 'gif').getByRole('button', { name: 'Play', exact: true }).waitFor()
  await close()
  const calm = await show('moving', (page) => page.emulateMedia({ reducedMotion: 'reduce' }))
  await post(calm.page, 'gif').getByRole('button', { name: 'Play', exact: true }).waitFor()
  assert.equal(await calm.page.locator('video').evaluate((video: HTMLVideoElement) => video.paused), true)
  await calm.close()
})

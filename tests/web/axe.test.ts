/** Every address of the client, whole pages with what belongs on them: nothing that axe finds, nothing that is too wide. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { updateTrends } from '../../server/trends/index.ts'
import { complaintsOf } from '../../testing/axe.ts'
import { openClientWorld } from '../../testing/client.ts'
import type { Person } from '../../testing/world.ts'
import { drawn } from './media-posts.ts'

const { world, url, opened, signedIn } = await openClientWorld()

const ada = await world.account('ada', { role: 'owner' })
const bob = await world.account('bob')
const dora = await world.account('a_name_as_long_as_names_may_be')

/** @returns the id of what was made. */
async function make(who: Person, method: string, path: string, body: object = {}): Promise<string> {
  const { status, json } = await world.call(method, path, { token: who.token, body })
  assert.ok(status < 300, `${method} ${path}: ${JSON.stringify(json)}`)
  return json.id
}
const write = (who: Person, status: string, more: object = {}) =>
  make(who, 'POST', '/api/v1/statuses', { status, ...more })

async function picture(): Promise<string> {
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(await drawn(800, 600, '#e63'))]), 'picture.jpg')
  form.set('description', 'A spot on stripes')
  const id = await make(bob, 'POST', '/api/v2/media', form)
  await world.jobs()
  return id
}

/** What people did before somebody looks. @returns what stands in addresses, by the page and the name in its pattern. */
async function fill(): Promise<Readonly<Record<string, string>>> {
  for (const [who, note] of [
    [bob, 'I write about #tea. https://people.example/bob'],
    [dora, 'چای می‌نوشم و می‌نویسم'],
  ] as const) {
    await make(who, 'PATCH', '/api/v1/accounts/update_credentials', {
      note,
      discoverable: true,
      indexable: true,
      fields_attributes: [{ name: 'Home', value: 'https://people.example' }],
    })
    await make(ada, 'POST', `/api/v1/accounts/${who.id}/follow`)
  }
  await make(ada, 'PATCH', '/api/v1/accounts/update_credentials', { locked: true, display_name: 'Ada ☕' })
  const post = await write(bob, `Good morning, @ada! #tea\n\n${'wordwithoutend'.repeat(30)}`, {
    media_ids: [await picture()],
    quote_approval_policy: 'public',
  })
  await write(dora, 'صبح به‌خیر با #tea', { in_reply_to_id: post, language: 'fa' })
  await write(ada, 'So do I', { in_reply_to_id: post })
  await write(dora, 'Look at this', { quoted_status_id: post })
  await write(bob, 'The end of the film', { spoiler_text: 'It gives the film away' })
  await write(bob, 'Which?', { poll: { options: ['Tea', 'Coffee'], expires_in: 86400 } })
  for (const verb of ['favourite', 'reblog', 'bookmark']) await make(ada, 'POST', `/api/v1/statuses/${post}/${verb}`)
  for (const verb of ['favourite', 'reblog']) await make(dora, 'POST', `/api/v1/statuses/${post}/${verb}`)
  await make(bob, 'POST', `/api/v1/accounts/${ada.id}/follow`)
  await make(ada, 'POST', '/api/v1/tags/tea/follow')
  const list = await make(ada, 'POST', '/api/v1/lists', { title: 'Friends' })
  await make(ada, 'POST', `/api/v1/lists/${list}/accounts`, { account_ids: [bob.id] })
  await write(dora, '@ada Shall we meet on Friday?', { visibility: 'direct' })
  await make(ada, 'PATCH', '/api/v2/notifications/policy', { for_not_following: 'filter' })
  const cem = await world.account('cem')
  await write(cem, '@ada Hello, you do not know me')
  await make(ada, 'POST', '/api/tweeter/v1/drafts', { status: 'Not yet' })
  const soon = new Date(world.app.now().getTime() + 3_600_000).toISOString()
  await make(ada, 'POST', '/api/v1/statuses', { status: 'Later', scheduled_at: soon })
  const filter = await make(ada, 'POST', '/api/v2/filters', {
    title: 'Spoilers',
    context: ['home'],
    keywords_attributes: [{ keyword: 'finale', whole_word: true }],
  })
  const eve = await world.account('eve')
  await make(ada, 'POST', `/api/v1/accounts/${eve.id}/block`)
  const fay = await world.account('fay')
  await make(ada, 'POST', `/api/v1/accounts/${fay.id}/mute`, { duration: 3600 })
  await make(ada, 'POST', '/api/v1/domain_blocks', { domain: 'other.example' })
  const report = await make(dora, 'POST', '/api/v1/reports', {
    account_id: bob.id,
    status_ids: [post],
    comment: 'Spam',
  })
  await make(ada, 'POST', '/api/tweeter/v1/admin/announcements', {
    text: 'We **move** on Sunday: https://people.example',
  })
  await make(ada, 'POST', '/api/tweeter/v1/admin/rules', { text: 'Be kind', hint: 'When it is hard, too.' })
  await make(ada, 'POST', '/api/v1/admin/email_domain_blocks', { domain: 'spam.example' })
  await world.jobs()
  await updateTrends(world.app)
  const [conversation] = (await world.call('GET', '/api/v1/conversations', { token: ada.token })).json
  const [request] = (await world.call('GET', '/api/v1/notifications/requests', { token: ada.token })).json
  return {
    ':username': 'bob',
    ':tag': 'tea',
    '/@:username/:id': post,
    '/lists/:id': list,
    '/messages/:id': conversation.id,
    '/notifications/requests/:id': request.id,
    '/settings/filters/:id': filter,
    '/admin/reports/:id': report,
    '/admin/accounts/:id': bob.id,
  }
}

/** Pages whose last part is one of these names. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  '/explore/:section': ['tags', 'links', 'people', 'directory'],
  '/settings/:section': [
    'appearance',
    'posting',
    'notifications',
    'muted',
    'blocked',
    'domains',
    'filters',
    'devices',
    'history',
  ],
  '/admin/blocks/:id': ['mail', 'mailboxes', 'ips', 'networks', 'allowed'],
  '/admin/automation/:id': ['limited', 'dismissed', 'rules'],
  '/admin/trends/:id': ['tags', 'statuses', 'links', 'publishers'],
  '/admin/queue/:id': ['suppressions'],
}

/** Every address of the table in web/app/routes.tsx, with what was made in the places of its parameters. */
function addresses(made: Readonly<Record<string, string>>): string[] {
  const table = readFileSync(new URL('../../web/app/routes.tsx', import.meta.url), 'utf8')
  const patterns = [...table.matchAll(/^ {2}\[\s*'(\/[^']*)'/gm)].map((found) => found[1]!)
  const filled = patterns.flatMap((pattern) => {
    const named = NAMED[pattern]
    if (named) return named.map((name) => pattern.replace(/:\w+$/, name))
    const known = Object.entries(made).find(([key]) => key.startsWith('/') && `${pattern}/`.startsWith(`${key}/`))
    const whole = known ? pattern.replace(':id', known[1]) : pattern
    return whole.replace(':username', made[':username']!).replace(':tag', made[':tag']!)
  })
  for (const address of filled) assert.doesNotMatch(address, /:/, 'an address that this test cannot fill in')
  return [...filled, '/search?q=tea', '/search?q=nothing_is_called_so', '/@nobody_is_called_so', '/no_such_page']
}

async function walk(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    await page.goto(url + path)
    // What is loading says so (ui/states.tsx).
    await page.locator('h1').first().waitFor()
    await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
    found.push(...(await complaintsOf(page)).map((one) => `${path} ${one}`))
  }
  return found
}

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'English, light, wide': { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  'Persian, dark, small': { viewport: { width: 320, height: 700 }, colorScheme: 'dark', locale: 'fa-IR' },
}

test('nothing that axe finds on any page, in any look', async () => {
  const paths = addresses(await fill())
  const storageState = await (await signedIn(ada)).context().storageState()
  const found = await Promise.all(
    Object.entries(looks).map(async ([look, options]) => {
      const common = { storageState, bypassCSP: true, serviceWorkers: 'block', reducedMotion: 'reduce' } as const
      const context = await opened.browser.newContext({ ...common, ...options })
      await context.addInitScript(() => localStorage.setItem('welcomed', '1'))
      return (await walk(await context.newPage(), paths)).map((one) => `${look}: ${one}`)
    }),
  )
  assert.deepEqual(found.flat(), [])
})

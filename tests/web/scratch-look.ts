import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import test from 'node:test'
import { updateTrends } from '../../server/trends/index.ts'
import { openClientWorld } from '../../testing/client.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const { world, url, signedIn, opened } = await openClientWorld()
const out = '/tmp/h-p3-explore/shots'
const only = process.env.ONLY?.split(',')
test('look', async () => {
  const ada = await world.account('ada', { role: 'admin' } as never)
  const people = []
  for (const name of ['bob', 'cleo', 'averyverylongusernamexxxxxx', 'dora', 'emil'])
    people.push(await world.account(name))
  for (const p of people)
    await world.call('PATCH', '/api/v1/accounts/update_credentials', {
      token: p.token,
      body: {
        discoverable: true,
        note: `Hello I am ${p.username} and I write about tea`,
        display_name: p.username === 'cleo' ? 'کلئو از تهران ☕ tea and coffee' : '',
      },
    })
  for (const [i, p] of people.entries())
    for (let n = 0; n < 3; n++) {
      const r = await world.call('POST', '/api/v1/statuses', {
        token: p.token,
        body: {
          status: `Good morning number ${n} from ${p.username} #tea #mountains ${i > 2 ? '#averyverylonghashtagthatgoesonandonandonandon' : ''}`,
        },
      })
      for (const q of people)
        if (q !== p) {
          await world.call('POST', `/api/v1/statuses/${r.json.id}/favourite`, { token: q.token })
        }
    }
  for (const p of people.slice(0, 2)) await world.call('POST', `/api/v1/accounts/${p.id}/follow`, { token: ada.token })
  for (const p of people.slice(2))
    await world.call('POST', `/api/v1/accounts/${p.id}/follow`, { token: people[0]!.token })
  await world.call('POST', `/api/v1/accounts/${people[3]!.id}/mute`, { token: ada.token, body: { duration: 3600 } })
  await world.call('POST', `/api/v1/accounts/${people[4]!.id}/block`, { token: ada.token })
  await world.call('POST', `/api/v1/domain_blocks`, { token: ada.token, body: { domain: 'example.org' } })
  await world.call('POST', `/api/v2/filters`, {
    token: ada.token,
    body: {
      title: 'Spoilers',
      context: ['home', 'public'],
      filter_action: 'warn',
      keywords_attributes: [
        { keyword: 'finale', whole_word: true },
        { keyword: 'the very long ending of it', whole_word: false },
      ],
    },
  })
  await world.call('POST', `/api/tweeter/v1/admin/announcements`, {
    token: ada.token,
    body: { text: 'We move to a new machine on Sunday. Expect **ten minutes** of silence. https://example.com/a' },
  })
  await world.call('POST', `/api/tweeter/v1/admin/rules`, {
    token: ada.token,
    body: { text: 'Be kind', hint: 'To everybody, and when it is hard too.' },
  })
  await world.call('POST', `/api/tweeter/v1/admin/rules`, { token: ada.token, body: { text: 'No spam' } })
  await world.jobs()
  await world.app.db.pool`update accounts set created_at = now() - interval '9 days'`
  await updateTrends(world.app)
  const paths: [string, string][] = [
    ['explore', '/explore'],
    ['tags', '/explore/tags'],
    ['links', '/explore/links'],
    ['people', '/explore/people'],
    ['directory', '/explore/directory?order=new'],
    ['search', '/search'],
    ['found', '/search?q=tea'],
    ['nothing', '/search?q=qwertyuiop'],
    ['about', '/about'],
    ['settings', '/settings'],
    ...[
      'appearance',
      'posting',
      'notifications',
      'filters',
      'filters/new',
      'muted',
      'blocked',
      'domains',
      'devices',
    ].map((s): [string, string] => [`settings-${s.replace('/', '-')}`, `/settings/${s}`]),
  ]
  const modes = {
    wide: { viewport: { width: 1280, height: 900 } },
    dark: { viewport: { width: 1100, height: 900 }, colorScheme: 'dark' },
    fa: { viewport: { width: 320, height: 800 }, locale: 'fa-IR', colorScheme: 'dark' },
    de: { viewport: { width: 390, height: 800 }, locale: 'de-DE' },
  } as const
  for (const [mode, options] of Object.entries(modes)) {
    if (process.env.MODES && !process.env.MODES.split(',').includes(mode)) continue
    const page = await signedIn(ada, { ...options, bypassCSP: true } as never)
    page.on('console', (m) => {
      if (m.type() === 'error' || m.type() === 'warning') console.log(mode, m.text().slice(0, 300))
    })
    for (const [name, path] of paths) {
      if (only && !only.includes(name)) continue
      await page.goto(url + path)
      await page.locator('h1').waitFor()
      await page.waitForTimeout(700)
      await page.screenshot({ path: `${out}/${mode}-${name}.png` })
      await page.evaluate(axe)
      const bad = await page.evaluate(async () => {
        const { violations } = await (window as any).axe.run()
        const wide = document.documentElement.scrollWidth > innerWidth ? ['it scrolls sideways'] : []
        return [
          ...wide,
          ...violations.flatMap(({ id, nodes }: any) =>
            nodes.map(({ html, any }: any) => `${id}: ${html.slice(0, 160)} ${any?.[0]?.message?.slice(0, 140) ?? ''}`),
          ),
        ]
      })
      if (bad.length) console.log(mode, name, bad)
    }
    await page.context().close()
  }
  if (!only) {
    const page = await (await opened.browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
    for (const [name, path] of paths.slice(0, 9)) {
      await page.goto(url + path)
      await page.locator('h1').waitFor()
      await page.waitForTimeout(600)
      await page.screenshot({ path: `${out}/visitor-${name}.png` })
    }
  }
})

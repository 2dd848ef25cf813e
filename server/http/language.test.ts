import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import { openWorld, type World } from '../../testing/world.ts'
import { languageOf } from './language.ts'
import { page } from './page.ts'

const asking = (headers: Record<string, string>) => ({ headers }) as unknown as FastifyRequest
const by = (accept: string, cookie = '', asked?: string) => {
  const { code, locale } = languageOf(asking({ 'accept-language': accept, cookie }), asked)
  return `${code} ${locale}`
}

test('a choice wins, then what the app asks for, then what the browser likes best', () => {
  assert.equal(languageOf(asking({})).code, 'en')
  assert.equal(by('en-GB,en;q=0.9'), 'en en-GB')
  assert.equal(by('en;q=0.5, de-AT;q=0.8, fr'), 'de de-AT')
  assert.equal(by('fa-IR, en'), 'fa fa-IR')
  assert.equal(by('de;q=0, en'), 'en en')
  assert.equal(by('fr'), 'en en')
  assert.equal(by('de', 'a=b; language=fa'), 'fa fa')
  assert.equal(by('de-CH', 'language=xx'), 'de de-CH')
  assert.equal(by('en', '', 'de'), 'de de')
  assert.equal(by('en', 'language=fa', 'de'), 'fa fa')
  assert.equal(by(';;q=x,,*, de_DE, "><'), 'en en')
})

test('the frame speaks, and says which way', () => {
  const network = { name: 'Nest', url: 'https://nest.example', registration: 'open' } as const
  const language = languageOf(asking({ 'accept-language': 'fa' }))
  const document = page({ title: 'x', network, body: '' as never, language, locale: 'fa', here: '/a?b=1&c=2' })
  assert.match(document, /<html lang="fa" dir="rtl">/)
  assert.match(document, />ورود</)
  assert.match(document, /name="back" value="\/a\?b=1&amp;c=2"/)
  assert.match(document, /value="fa" lang="fa" dir="rtl" aria-current="true"/)
})

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world.close())

const choose = (form: Record<string, string>) =>
  world.call('POST', '/language', {
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })

test('choosing a language comes back to the same page of this site only', async () => {
  const chosen = await choose({ language: 'de', back: '/auth/sign_in?next=%2Fsettings' })
  assert.equal(chosen.status, 303)
  assert.equal(chosen.headers.location, '/auth/sign_in?next=%2Fsettings')
  const [cookie = ''] = [chosen.headers['set-cookie']].flat()
  assert.match(String(cookie), /^language=de; Path=\/; SameSite=Lax; Max-Age=31536000/)
  assert.doesNotMatch(String(cookie), /HttpOnly/i)
  const shown = await world.call('GET', '/auth/sign_in', { headers: { cookie: 'language=de' } })
  assert.match(shown.text, /<html lang="de" dir="ltr">/)
  assert.match(shown.text, /name="back" value="\/auth\/sign_in"/)
  for (const back of ['https://evil.example/', '//evil.example', '/\\evil.example', '/.//evil.example', '', 'x'])
    assert.equal((await choose({ language: 'fa', back })).headers.location, '/')
  const wrong = await choose({ language: 'xx' })
  assert.ok(wrong.status >= 400 && wrong.status < 500)
  assert.equal(wrong.headers['set-cookie'], undefined)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { speak } from './messages/index.ts'
import { codePage, consentPage, oauthErrorPage, signInPage } from './pages.ts'
import { describeScopes } from './scope-words.ts'

const network = { name: 'Nest', url: 'https://nest.example', registration: 'closed' } as const
const account = { display_name: '', acct: 'ada', avatar: '' }
const consent = {
  network,
  csrf: 'c',
  app: { name: '<i>App</i>', website: 'javascript:alert(1)' },
  account,
  scopes: ['read'],
  request: { client_id: 'id', state: '"><script>', code_challenge: undefined },
  redirectUri: 'https://app.example/callback',
}

test('sign-in keeps the way back and says nothing of the password', () => {
  const page = signInPage({ network, csrf: 'c', next: '/oauth/authorize?a=1&b=2', login: 'ada', problem: 'Wrong.' })
  assert.match(page, /name="next" value="\/oauth\/authorize\?a=1&amp;b=2"/)
  assert.match(page, /name="login" autocomplete="username" required value="ada"/)
  assert.match(page, /name="password" autocomplete="current-password"/)
  assert.match(page, /role="alert">Wrong\./)
  assert.doesNotMatch(page, /sign_up/)
})

test('consent shows who asks, for whom and where to, and sends the request back as it came', () => {
  const page = consentPage(consent)
  assert.match(page, /&lt;i&gt;App&lt;\/i&gt;<\/bdi> asks for access/)
  assert.match(page, /@ada<\/bdi> on <bdi>Nest/)
  assert.match(page, /Afterwards you go to <b><bdi>app\.example<\/bdi><\/b>/)
  assert.match(page, /name="state" value="&quot;&gt;&lt;script&gt;"/)
  assert.match(page, /name="client_id" value="id"/)
  assert.match(page, /name="decision" value="deny".*\n?.*name="decision" value="authorize"/)
  assert.doesNotMatch(page, /javascript:|code_challenge/)
})

test('the request cannot bring its own token', () => {
  const page = consentPage({ ...consent, request: { csrf: 'forged' } })
  assert.match(page, /name="csrf" value="c"/)
  assert.doesNotMatch(page, /forged/)
})

test('the way back is told for apps of every kind', () => {
  assert.match(consentPage({ ...consent, redirectUri: 'urn:ietf:wg:oauth:2.0:oob' }), /You will get a code/)
  assert.match(
    consentPage({ ...consent, redirectUri: 'my-app://callback' }),
    /the app opens \(<b dir="ltr">my-app:<\/b>\)/,
  )
})

test('scopes are told once, in words, and unknown ones by name', () => {
  const titles = (...scopes: string[]) => describeScopes(speak(), scopes).map(({ title }) => title)
  assert.deepEqual(titles('read', 'read:statuses', 'read'), ['Read everything in your account'])
  assert.deepEqual(titles('write:media'), ['Upload pictures, video and sound'])
  assert.deepEqual(titles('admin:read', 'admin:read:accounts'), ['Read what moderators read'])
  assert.deepEqual(titles('admin:write:domain_blocks'), ['Moderate for you: domain blocks'])
  assert.deepEqual(titles('read:nothing', 'constructor', 'read:constructor'), [
    'read:nothing',
    'constructor',
    'read:constructor',
  ])
})

test('the code is shown whole; an error shows its code to the author', () => {
  assert.match(
    codePage({ network, app: { name: 'App' }, code: 'a"b' }),
    /<output class="input code" dir="ltr" id="code">a&quot;b<\/output>/,
  )
  const page = oauthErrorPage({ network, message: 'Wrong address.', detail: 'invalid_redirect_uri' })
  assert.match(page, /<p>Wrong address\.<\/p>\n.*<code dir="ltr">invalid_redirect_uri<\/code>/)
})

import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'

const world = await openWorld()
after(world.close)
const ada = await world.account('ada')
const post = async (body: object) =>
  (await world.call('POST', '/api/v1/statuses', { token: ada.token, body })).json as { id: string; url: string }
const embed = (url: string, more = '') => world.call('GET', `/api/oembed?url=${encodeURIComponent(url)}${more}`)

test('a public post can be embedded', async () => {
  const { id, url } = await post({ status: 'Hello <b>there</b> & "you"', language: 'en' })
  const reply = await embed(url)
  assert.equal(reply.status, 200)
  const { html, ...rest } = reply.json
  assert.deepEqual(rest, {
    type: 'rich',
    version: '1.0',
    title: 'ada: “Hello <b>there</b> & "you"”',
    author_name: 'ada',
    author_url: 'http://tweeter.test/@ada',
    provider_name: 'tweeter.test',
    provider_url: 'http://tweeter.test/',
    cache_age: 3600,
    width: 400,
    height: null,
  })
  assert.match(html, /^<blockquote [^>]*lang="en"[^>]*><p>Hello &lt;b&gt;there/)
  assert.ok(html.includes(`<a href="${url}">`))
  assert.doesNotMatch(html, /<b>|<script/)
  assert.equal((await embed(`http://tweeter.test/users/ada/statuses/${id}`, '&maxwidth=300')).json.width, 300)
  const page = await world.call('GET', `/@ada/${id}`)
  assert.ok(page.text.includes(`type="application/json+oembed" href="http://tweeter.test/api/oembed?url=`))
})

test('a warning stands for what it warns of', async () => {
  const { url } = await post({ status: 'the butler', spoiler_text: 'who did it' })
  const { html, title } = (await embed(url)).json
  assert.match(html, /who did it/)
  assert.doesNotMatch(html + title, /butler/)
})

test('what not anybody may see, and what is no post, cannot', async () => {
  const hidden = await post({ status: 'for few', visibility: 'private' })
  const { id } = await post({ status: 'here' })
  for (const url of [hidden.url, `http://elsewhere.example/@ada/${id}`, 'http://tweeter.test/@ada/1', 'nonsense', '']) {
    assert.equal((await embed(url)).status, 404, url)
  }
  assert.equal((await world.call('GET', '/api/oembed')).status, 400)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Content, html, raw, safeUrl } from './html.ts'

test('interpolations are escaped, in text and in attributes', () => {
  const evil = `<script>"x" & 'y'</script>`
  const safe = '&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;'
  assert.equal(String(html`<p title="${evil}">${evil}</p>`), `<p title="${safe}">${safe}</p>`)
})

test('html passes, lists join, nothing vanishes, numbers show', () => {
  const items = ['a', html`<b>b</b>`, [1, 0n]]
  assert.equal(String(html`<p>${items}${null}${undefined}${false}${0}${raw('<i>')}</p>`), '<p>a<b>b</b>100<i></p>')
})

test('what only looks like Html does not pass', () => {
  const forged = JSON.parse('{"text":"<script>"}') as Content
  assert.throws(() => html`${forged}`, TypeError)
})

test('an attribute without quotes is refused', () => {
  assert.throws(() => html`<a href=${'x'}>`, /needs quotes/)
  assert.throws(() => html`<a class="${'a'}" href=${'x'}>`, /needs quotes/)
  assert.equal(String(html`<a href="/page.css?v=${1}">`), '<a href="/page.css?v=1">')
})

test('only addresses of the web and of this site may be linked', () => {
  for (const good of ['https://a.example/b', 'http://localhost:3000', '/auth/sign_in?next=%2F']) {
    assert.equal(safeUrl(good), good)
  }
  for (const bad of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    '//evil',
    '/\\evil',
    '/\t/evil',
    'x',
    '',
  ]) {
    assert.equal(safeUrl(bad), null, bad)
  }
})

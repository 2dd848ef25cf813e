import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { html } from '../kit/index.ts'
import { checkbox, field, noIndex, page, pageCss, pageIcon, panel, portrait } from './page.ts'

const network = { name: 'Nest & Co', url: 'https://nest.example', registration: 'open' } as const
const body = html`<p>Hello</p>`

test('the document has its landmarks, its language and one title', () => {
  const document = page({ title: 'A <b>', network, body, locale: 'en-GB' })
  assert.match(document, /^<!doctype html>\n<html lang="en-GB" dir="ltr">/)
  assert.match(document, /<title>A &lt;b&gt; · Nest &amp; Co<\/title>/)
  for (const landmark of ['<header', '<nav aria-label', '<main id="main"', '<footer'])
    assert.ok(document.includes(landmark))
  assert.match(document, /<a class="skip" href="#main">/)
  assert.match(page({ title: network.name, network, body }), /<title>Nest &amp; Co<\/title>/)
  assert.match(page({ title: 'x', network, body, locale: 'de' }), /<html lang="en" dir="ltr">/)
})

test('nothing in it needs script, inline style or another server', () => {
  const document = page({ title: 'x', network, body, head: noIndex })
  assert.doesNotMatch(document, /<script|<style|\sstyle=|\son\w+=|(?:src|href)="(?:https?:)?\/\//)
  assert.doesNotMatch(pageCss.body, /@import|url\(/)
})

test('the stylesheet and the icon are addressed by their content', () => {
  for (const asset of [pageCss, pageIcon]) {
    assert.equal(asset.hash, createHash('sha256').update(asset.body).digest('hex').slice(0, 16))
    assert.equal(asset.href, `${asset.path}?v=${asset.hash}`)
    assert.ok(page({ title: 'x', network, body }).includes(`href="${asset.href}"`))
  }
})

test('the header knows who looks', () => {
  const stranger = page({ title: 'x', network, body })
  assert.match(stranger, /href="\/auth\/sign_up"/)
  assert.doesNotMatch(page({ title: 'x', network: { ...network, registration: 'closed' }, body }), /sign_up/)
  const viewer = { name: '<Ada>', avatar: '', url: '/@ada', csrf: 't0k' }
  const known = page({ title: 'x', network, body, viewer })
  assert.match(known, /&lt;Ada&gt;/)
  assert.match(known, /action="\/auth\/sign_out"><input type="hidden" name="csrf" value="t0k">/)
  assert.doesNotMatch(known, /sign_in/)
})

test('a field ties its hint and its error to itself, and never sends a password back', () => {
  const email = String(field({ name: 'email', label: 'E-mail', value: '"x"', hint: 'h', error: 'bad', maxLength: 9 }))
  assert.match(email, /<label for="email">/)
  assert.match(email, /aria-describedby="email-hint email-error"/)
  assert.match(email, /aria-invalid="true"/)
  assert.match(email, /value="&quot;x&quot;"/)
  assert.match(email, /maxlength="9"/)
  assert.match(email, / id="email-error"/)
  const password = String(field({ name: 'p', label: 'P', type: 'password', value: 'secret' }))
  assert.doesNotMatch(password, /secret|aria-/)
  const area = String(field({ name: 'r', label: 'R', type: 'textarea', value: '\n</textarea>', optional: true }))
  assert.match(area, />\n\n&lt;\/textarea&gt;<\/textarea>/)
  assert.doesNotMatch(area, / required/)
  assert.match(String(checkbox({ name: 'a', label: 'A', checked: true, error: 'no' })), /checked aria-invalid="true"/)
})

test('a picture from a strange address becomes a letter', () => {
  assert.match(
    String(portrait({ name: 'Ada', avatar: 'javascript:x' })),
    /<span class="avatar" aria-hidden="true">A<\/span>/,
  )
  assert.match(String(portrait({ name: ' ', avatar: '' })), />\?</)
  assert.match(
    String(portrait({ name: 'Ada', avatar: 'https://a.example/x.png', size: 'tiny' })),
    /class="avatar tiny"/,
  )
})

test('a panel has one heading', () => {
  assert.equal(String(panel({ title: 'T', icon: 'check', body: 'b' })).match(/<h1>/g)?.length, 1)
})

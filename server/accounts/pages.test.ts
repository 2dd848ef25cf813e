import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as pages from './pages.ts'

const network = { name: 'Nest', url: 'https://nest.example:3000', registration: 'open' } as const
const frame = { network, csrf: 'c"srf' }

test('sign-up asks for what the network wants, under names that password managers know', () => {
  const open = pages.signUpPage(frame)
  assert.match(open, /<form class="stack" method="post" action="\/auth\/sign_up">/)
  assert.match(open, /name="csrf" value="c&quot;srf"/)
  assert.match(open, /name="username" autocomplete="username" required/)
  assert.match(open, /name="email" autocomplete="email"/)
  assert.match(open, /name="password" autocomplete="new-password"/)
  assert.match(open, /@name@nest\.example:3000/)
  assert.doesNotMatch(open, /name="reason"|name="invite"/)
  assert.match(
    pages.signUpPage({ ...frame, network: { ...network, registration: 'approval' } }),
    /<textarea[^>]*name="reason"/,
  )
  assert.match(pages.signUpPage({ ...frame, network: { ...network, registration: 'invite' } }), /name="invite"/)
})

test('what was typed stays, except the password, and each error stands at its field and in the summary', () => {
  const again = pages.signUpPage({
    ...frame,
    values: { username: '<ada>', email: 'a@b.example' },
    agreed: true,
    errors: { username: 'That name is taken.', password: 'Too short.' },
  })
  assert.match(again, /<title>Error: Join Nest · Nest<\/title>/)
  assert.match(again, /role="alert"><strong>[^<]*<\/strong>\n<ul><li><a href="#username">That name is taken\.<\/a>/)
  assert.match(again, /id="username-error"/)
  assert.match(again, /value="&lt;ada&gt;"/)
  assert.match(again, /value="a@b\.example"/)
  assert.match(again, /name="agreement" value="true" required checked/)
})

test('a problem with the whole form is announced without any field at fault', () => {
  const page = pages.forgotPasswordPage({ ...frame, problem: 'Too many tries.' })
  assert.match(page, /role="alert">Too many tries\./)
  assert.doesNotMatch(page, /Please look at this again/)
})

test('a new password and a deletion tell password managers whose it is', () => {
  const fresh = pages.newPasswordPage({ ...frame, token: 't&t', username: 'ada' })
  assert.match(fresh, /name="token" value="t&amp;t"/)
  assert.match(fresh, /value="ada" autocomplete="username" readonly hidden/)
  const gone = pages.deleteAccountPage({ ...frame, acct: 'ada' })
  assert.match(gone, /action="\/auth\/delete"/)
  assert.match(gone, /autocomplete="current-password"/)
})

test('the mail can be sent again only where a token says who asks', () => {
  assert.doesNotMatch(
    pages.checkMailPage({ network, purpose: 'reset', email: 'a@b.example' }),
    /action="\/auth\/confirmation"/,
  )
  const again = pages.checkMailPage({ network, purpose: 'confirm', email: 'a@b.example', csrf: 'c' })
  assert.match(again, /action="\/auth\/confirmation"><input[^>]*name="csrf"[^>]*><input[^>]*value="a@b\.example"/)
})

test('every page has one heading and stays out of search engines', () => {
  const all = [
    pages.signUpPage(frame),
    pages.registrationsClosedPage({ network }),
    pages.checkMailPage({ network, purpose: 'change', email: 'a@b.example' }),
    pages.confirmedPage({ network, continueHref: '/x' }),
    pages.awaitingApprovalPage({ network }),
    pages.forgotPasswordPage(frame),
    pages.newPasswordPage({ ...frame, token: 't' }),
    pages.passwordChangedPage({ network }),
    pages.emailChangedPage({ network, email: 'a@b.example' }),
    pages.linkExpiredPage({ network }),
    pages.deleteAccountPage({ ...frame, acct: 'ada' }),
    pages.accountDeletedPage({ network }),
  ]
  for (const page of all) {
    assert.equal(page.match(/<h1[ >]/g)?.length, 1)
    assert.match(page, /<meta name="robots" content="noindex">/)
    assert.doesNotMatch(page, /undefined|\[object|<script|\sstyle=/)
  }
})

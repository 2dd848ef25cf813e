import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { generateSync } from 'otplib'
import { openTerminal } from './testing.ts'

const terminal = openTerminal()
after(() => terminal.close())
const { run } = terminal

test('the operator lets somebody in who has lost their second factor, while the server runs', async () => {
  const address = await terminal.start()
  assert.equal((await run(['account', 'create', 'ada', '--password', '-'], { input: 'correct horse\n' })).code, 0)
  const none = await run(['account', 'drop-second-factor', 'ada'])
  assert.deepEqual([none.code, none.out], [0, '@ada had no second factor.\n'])

  const cookies = new Map<string, string>()
  const ask = async (path: string, fields?: Record<string, string>) => {
    const reply = await fetch(`${address}${path}`, {
      method: fields ? 'POST' : 'GET',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      redirect: 'manual',
      ...(fields && { body: new URLSearchParams(fields) }),
    })
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      cookies.set(name!, value!)
    }
    return { status: reply.status, text: await reply.text() }
  }
  const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)![1]!
  const csrf = hidden((await ask('/auth/sign_in')).text, 'csrf')
  const signIn = () => ask('/auth/sign_in', { csrf, login: 'ada', password: 'correct horse' })
  assert.equal((await signIn()).status, 302)
  const begun = await ask('/settings/second_factor/set_up', { csrf, password: 'correct horse' })
  const secret = /class="key">([A-Z2-7 ]+)</.exec(begun.text)![1]!.replaceAll(' ', '')
  const sealed = hidden(begun.text, 'sealed')
  const done = await ask('/settings/second_factor/confirm', { csrf, sealed, code: generateSync({ secret }) })
  assert.match(done.text, /The second factor is on/)
  assert.match((await signIn()).text, /One more step/)

  const dropped = await run(['account', 'drop-second-factor', '@ada'])
  assert.deepEqual([dropped.code, dropped.out], [0, '@ada signs in with the password alone now.\n'])
  assert.equal((await signIn()).status, 302)
  assert.equal(await terminal.stop(), 0)
})

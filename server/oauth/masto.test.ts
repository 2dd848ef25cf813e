import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { createOAuthAPIClient, createRestAPIClient } from 'masto'
import { openWorld } from '../../testing/world.ts'
import { addPerson, authorizeUrl, Browser, CALLBACK } from './testing.ts'

const world = await openWorld()
after(world.close)

test('masto.js registers, signs a person in, finds the app by its token, and signs out', async () => {
  await addPerson(world, 'ada')
  const url = await world.listen()
  const app = await createRestAPIClient({ url }).v1.apps.create({
    clientName: 'masto.js',
    redirectUris: CALLBACK,
    scopes: 'read write follow push',
    website: 'https://app.example',
  })
  const client = { client_id: app.clientId!, client_secret: app.clientSecret! }
  const browser = new Browser(world)
  await browser.signIn('ada')
  const oauth = createOAuthAPIClient({ url })
  const credentials = { clientId: app.clientId!, clientSecret: app.clientSecret! }
  const token = await oauth.token.create({
    grantType: 'authorization_code',
    ...credentials,
    redirectUri: CALLBACK,
    code: await browser.code(client, { scope: 'read write follow push' }),
    scope: 'read write follow push',
  })
  assert.equal(token.scope, 'read write follow push')
  const signedIn = createRestAPIClient({ url, accessToken: token.accessToken })
  assert.equal((await signedIn.v1.apps.verifyCredentials()).name, 'masto.js')
  await oauth.revoke({ ...credentials, token: token.accessToken })
  await assert.rejects(signedIn.v1.apps.verifyCredentials(), /The access token is invalid/)
  assert.equal((await browser.get(authorizeUrl(client))).status, 200, 'the browser stays signed in')
})

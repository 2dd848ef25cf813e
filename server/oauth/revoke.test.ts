import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../testing/world.ts'
import { transact } from '../storage/index.ts'
import { revokeTokens } from './revoke.ts'
import { tokensRevoked } from './signals.ts'
import { type Client, registered } from './testing.ts'

const world = await openWorld()
after(world.close)
const client = await registered(world)
const revoke = (body: object | string, headers: Record<string, string> = {}) =>
  world.call('POST', '/oauth/revoke', { body, headers })
const tokenOf = async (by: Client): Promise<string> =>
  (await world.call('POST', '/oauth/token', { body: { grant_type: 'client_credentials', ...by } })).json.access_token
const works = async (token: string) =>
  (await world.call('GET', '/api/v1/apps/verify_credentials', { token })).status === 200
const heard: number[] = []
world.app.bus.after(tokensRevoked, 'test.revoked', ({ tokenIds }) => void heard.push(...tokenIds))

test('a revoked token stops working with the next request, and its streams are told', async () => {
  const token = await tokenOf(client)
  assert.ok(await works(token))
  const reply = await revoke({ ...client, token })
  assert.deepEqual([reply.status, reply.json], [200, {}])
  assert.equal(await works(token), false)
  assert.equal(heard.length, 1)
  assert.equal((await revoke({ ...client, token })).status, 200, 'once more is no error')
  assert.equal((await revoke({ ...client, token: 'never was' })).status, 200)
  assert.equal(heard.length, 1)
})

test('by form, with the secret in the header', async () => {
  const token = await tokenOf(client)
  const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')
  assert.equal((await revoke(`token=${token}`, { authorization: `Basic ${basic}` })).status, 200)
  assert.equal(await works(token), false)
})

test('an app revokes its own tokens only, and proves who it is', async () => {
  const other = await registered(world)
  const token = await tokenOf(client)
  for (const body of [{ ...other, token }, { ...client, client_secret: 'wrong', token }, { token }, { ...client }]) {
    const reply = await revoke(body)
    assert.deepEqual([reply.status, reply.json.error], [403, 'unauthorized_client'])
    assert.equal(reply.json.error_description, 'You are not authorized to revoke this token')
  }
  assert.ok(await works(token))
})

test('other modules end tokens inside their own transaction', async () => {
  const alice = await world.account('alice')
  const rows = await world.app.db.read<{
    id: number
  }>`select id from oauth_tokens where account_id = ${Number(alice.id)}`
  const ids = rows.map((row) => row.id)
  const now = world.app.now()
  await assert.rejects(
    transact(world.app.db, async (tx) => {
      await revokeTokens(tx, ids, now)
      throw new Error('undone')
    }),
  )
  const profile = () => world.call('GET', '/oauth/userinfo', { token: alice.token })
  assert.equal((await profile()).status, 200)
  assert.equal(await transact(world.app.db, (tx) => revokeTokens(tx, ids, now)), 1)
  assert.equal((await profile()).status, 401)
})

test('userinfo wants its scope', async () => {
  const bob = await world.account('bob', { scopes: ['write'] })
  assert.equal((await world.call('GET', '/oauth/userinfo', { token: bob.token })).status, 403)
  const carol = await world.account('carol', { scopes: ['profile'] })
  const reply = await world.call('POST', '/oauth/userinfo', { token: carol.token })
  assert.deepEqual(Object.keys(reply.json), ['iss', 'sub', 'name', 'preferred_username', 'profile', 'picture'])
  assert.equal(reply.json.profile, 'http://tweeter.test/@carol')
})

import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { transact } from '../../storage/index.ts'
import { createAccount } from '../create.ts'

const world = await openWorld()
after(world.close)
const { app } = world
const ann = await world.account('ann')
const anna = await world.account('anna')
const annabel = await world.account('Annabel')
const underscored = await world.account('an_na')
const bob = await world.account('bob')
await world.call('PATCH', '/api/v1/accounts/update_credentials', {
  token: bob.token,
  body: { display_name: 'Annoyed %' },
})
await transact(app.db, (tx) => createAccount(tx, { username: 'annpending', confirmed: true, now: app.now() }))

const search = async (q: string, more = ''): Promise<string[]> => {
  const url = `/api/v1/accounts/search?q=${encodeURIComponent(q)}${more}`
  const reply = await world.call('GET', url, { token: ann.token })
  assert.equal(reply.status, 200, reply.text)
  return reply.json.map((account: { acct: string }) => account.acct)
}

test('by the beginning of a name or a display name, the exact one first, then by followers', async () => {
  await world.call('POST', `/api/v1/accounts/${annabel.id}/follow`, { token: bob.token, body: {} })
  assert.deepEqual(await search('ann'), ['ann', 'Annabel', 'anna', 'bob'])
  assert.deepEqual(await search('ANN'), ['ann', 'Annabel', 'anna', 'bob'])
  assert.deepEqual(await search('ann', '&limit=1&offset=1'), ['Annabel'])
  assert.deepEqual(await search('an_'), ['an_na'], 'an underscore is a letter')
  assert.deepEqual(await search('%'), [])
  assert.deepEqual(await search('annoyed %'), ['bob'])
  assert.deepEqual(await search('zzz'), [])
  const named = { token: bob.token, body: { display_name: 'ÄRGER überall' } }
  await world.call('PATCH', '/api/v1/accounts/update_credentials', named)
  for (const q of ['är', 'Ärger', 'ÄRGER ÜB']) assert.deepEqual(await search(q), ['bob'], q)
  named.body.display_name = 'Annoyed %'
  await world.call('PATCH', '/api/v1/accounts/update_credentials', named)
  assert.deepEqual(await search('x'.repeat(3000)), [])
})

test('from three letters on by what stands inside, behind what begins with it; whom I follow before others', async () => {
  const cat = await world.account('thecatlady')
  const dog = await world.account('doglover')
  const named = { token: dog.token, body: { display_name: 'Dora 100% Catlady' } }
  await world.call('PATCH', '/api/v1/accounts/update_credentials', named)
  const first = await world.account('catl')
  assert.deepEqual(await search('catl'), ['catl', 'thecatlady', 'doglover'])
  assert.deepEqual(await search('0% cat'), ['doglover'])
  assert.deepEqual(await search('at'), [], 'two letters only begin')
  await world.call('POST', `/api/v1/accounts/${dog.id}/follow`, { token: ann.token, body: {} })
  assert.deepEqual(await search('catl'), ['catl', 'doglover', 'thecatlady'])
  await world.call('POST', `/api/v1/accounts/${dog.id}/unfollow`, { token: ann.token, body: {} })
  assert.ok(cat.id && first.id)
})

test('by a whole name, however it is written', async () => {
  for (const q of ['@anna', 'anna@tweeter.test', '@Anna@Tweeter.test', 'http://tweeter.test/@anna']) {
    assert.deepEqual(await search(q, '&resolve=true&limit=1'), ['anna'], q)
  }
  assert.deepEqual(await search('anna@elsewhere.example', '&resolve=true'), [])
})

test('only whom I follow', async () => {
  assert.deepEqual(await search('ann', '&following=true'), [])
  await world.call('POST', `/api/v1/accounts/${bob.id}/follow`, { token: ann.token, body: {} })
  assert.deepEqual(await search('ann', '&following=1'), ['bob'])
})

test('one account, several, by name; what is not there is a 404', async () => {
  const one = await world.call('GET', `/api/v1/accounts/${anna.id}`)
  assert.equal(one.json.acct, 'anna')
  assert.equal(one.json.url, 'http://tweeter.test/@anna')
  const ids = [bob.id, '999', ann.id, 'x', underscored.id].map((id) => `id[]=${id}`).join('&')
  const several = await world.call('GET', `/api/v1/accounts?${ids}`)
  assert.deepEqual(
    several.json.map((account: { acct: string }) => account.acct),
    ['bob', 'ann', 'an_na'],
  )
  assert.equal((await world.call('GET', '/api/v1/accounts/lookup?acct=@ANNA@tweeter.test')).json.id, anna.id)
  for (const url of [
    'lookup?acct=nobody',
    'lookup?acct=anna@elsewhere.example',
    'lookup?acct=annpending',
    '999',
    'x',
    '9999999999999999',
  ]) {
    assert.equal((await world.call('GET', `/api/v1/accounts/${url}`)).status, 404, url)
  }
  assert.equal((await world.call('GET', '/api/v1/accounts/lookup')).status, 400)
  const many = Array.from({ length: 41 }, (_, n) => `id[]=${n}`).join('&')
  assert.equal((await world.call('GET', `/api/v1/accounts?${many}`)).status, 400)
})

test('a search is a fixed number of statements', async () => {
  await search('a')
  const { count } = await world.statements(() => search('a'))
  assert.equal(count, 2)
})

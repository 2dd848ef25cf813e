import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld } from '../../../testing/world.ts'
import { deleteAccount } from '../../accounts/index.ts'
import { importFollows, type SkippedLine } from './index.ts'

const world = await openWorld()
after(() => world.close())

/** Imports the text, cut into pieces of so many bytes. */
async function imported(text: string, pieces = 7) {
  const skipped: SkippedLine[] = []
  const bytes = Buffer.from(text)
  const made = await importFollows(world.app, {
    open: async function* () {
      for (let i = 0; i < bytes.length; i += pieces) yield bytes.subarray(i, i + pieces)
    },
    skip: (line) => skipped.push(line),
    progress: () => {},
  })
  return { ...made, skipped: skipped.map(({ number, why }) => `${number} ${why.split(' ')[0]}`) }
}

const countsOf = async (name: string) => {
  const { followers_count, following_count } = (await world.call('GET', `/api/v1/accounts/lookup?acct=${name}`)).json
  return [followers_count, following_count]
}

test('lines are read wherever the pieces are cut, and names are one whatever their case', async () => {
  const made = await imported('Zoe yan\r\nyan  xia\nzoe\txia\n# nothing\n\nbad line here\nü yan\nzoe Yan\nxia zoe')
  assert.deepEqual(made, { accounts: 3, follows: 4, skipped: ['6 has', '7 is'] })
  assert.deepEqual(await countsOf('zoe'), [1, 2])
  assert.deepEqual(await countsOf('XIA'), [2, 1])
  assert.equal((await world.call('GET', '/api/v1/accounts/lookup?acct=zoe')).json.username, 'Zoe')
})

test('a line without an end does not fill the memory, and says that it is too long', async () => {
  const made = await imported(`a${'x'.repeat(200_000)}\nyan zoe\n`, 1000)
  assert.deepEqual(made, { accounts: 0, follows: 1, skipped: ['1 is'] })
})

test('follows go to people who are here; a follow that was taken back stays so, and the deleted follow nobody', async () => {
  const [ada, bea, carl] = [await world.account('ada'), await world.account('bea'), await world.account('carl')]
  await imported('ada bea\nada carl\nbea ada\n')
  assert.equal((await world.call('POST', `/api/v1/accounts/${bea.id}/unfollow`, ada)).status, 200)
  await deleteAccount(world.app, Number(carl.id))
  assert.deepEqual(await imported('ada bea\nada carl\nbea carl\nbea ada\nada zoe\n'), {
    accounts: 0,
    follows: 1,
    skipped: [],
  })
  const relations = await world.call('GET', `/api/v1/accounts/relationships?id[]=${bea.id}`, ada)
  assert.deepEqual([relations.json[0].following, relations.json[0].followed_by], [false, true])
})

test('a source that breaks leaves nothing', async () => {
  const before = await imported('')
  assert.deepEqual(before, { accounts: 0, follows: 0, skipped: [] })
  const broken = importFollows(world.app, {
    open: async function* () {
      yield Buffer.from('lost1 lost2\n')
      throw new Error('The disk went away')
    },
    skip: () => {},
    progress: () => {},
  })
  await assert.rejects(broken, /The disk went away/)
  assert.equal((await world.call('GET', '/api/v1/accounts/lookup?acct=lost1')).status, 404)
})

import assert from 'node:assert/strict'
import test from 'node:test'
import type { Filter } from '../../server/filters/schema.ts'
import { bodyOf, draftOf, withoutKeyword } from './filter-draft.ts'

const filter: Filter = {
  id: '1',
  title: 'Spoilers',
  context: ['home'],
  expires_at: '2027-01-01T00:00:00.000Z',
  filter_action: 'hide',
  keywords: [
    { id: '11', keyword: 'finale', whole_word: true },
    { id: '12', keyword: 'ending', whole_word: false },
  ],
  statuses: [],
}

test('a filter that is saved without a change stays as it is', () => {
  assert.deepEqual(bodyOf(draftOf(filter)), {
    title: 'Spoilers',
    context: ['home'],
    filter_action: 'hide',
    keywords_attributes: [
      { id: '11', keyword: 'finale', whole_word: true },
      { id: '12', keyword: 'ending', whole_word: false },
    ],
  })
})

test('keywords that are taken away or emptied go, new ones come, and the title may be left out', () => {
  const draft = draftOf(filter)
  const [first, second] = draft.keywords
  const changed = withoutKeyword({ ...draft, keywords: [first!, { ...second!, word: ' ' }] }, first!)
  const added = { key: 99, id: null, word: ' season two ', whole: true }
  const body = bodyOf({ ...changed, title: ' ', expires: '', keywords: [...changed.keywords, added] })
  assert.equal(body.title, 'season two')
  assert.equal(body.expires_in, null)
  assert.deepEqual(body.keywords_attributes, [
    { keyword: 'season two', whole_word: true },
    { id: '11', _destroy: true },
    { id: '12', _destroy: true },
  ])
})

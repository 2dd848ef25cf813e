import assert from 'node:assert/strict'
import test from 'node:test'
import sharp from 'sharp'
import { defaultAvatar, defaultHeader } from './default-picture.ts'

test('the same for the same seed, different for others, and nothing of the seed inside', async () => {
  for (const draw of [defaultAvatar, defaultHeader]) {
    assert.equal(draw('42'), draw('42'))
    const seeds = Array.from({ length: 200 }, (_, index) => String(index))
    assert.ok(new Set(seeds.map(draw)).size >= 199)
    assert.ok(!draw('<script>').includes('script'))
    assert.doesNotMatch(seeds.map(draw).join(''), /undefined|NaN/)
  }
  const { width, height } = await sharp(Buffer.from(defaultAvatar('1'))).metadata()
  assert.deepEqual([width, height], [400, 400])
})

/**
 * Every operation that Elk and Phanpy call, on real data: it answers, and nothing that an app may look for is missing
 * (the types are held by the routes' own schemas, which a world checks each answer against).
 */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { missing, unseen } from './entities.ts'
import { operations } from './operations.ts'
import { openScene } from './scene.ts'

const scene = await openScene()
after(() => scene.close())

for (const { op, who, gives, status = 200, ask, check } of operations) {
  test(`${op} gives ${gives || status}`, async () => {
    const asked = await ask(scene)
    const [url, body] = typeof asked === 'string' ? [asked, undefined] : asked
    const reply = await scene.call(who, op.split(' ')[0]!, url, body)
    assert.equal(reply.status, status, `${url}: ${reply.text.slice(0, 300)}`)
    assert.notEqual(reply.json, null)
    if (status !== 200) return
    assert.deepEqual([...new Set(missing(gives, reply.json))], [])
    assert.equal(check?.(reply.json, scene) ?? null, null)
  })
}

test('what is there under a condition was there somewhere, and nothing complained', () => {
  assert.deepEqual([...unseen], [])
  assert.deepEqual(scene.world.complaints, [])
})

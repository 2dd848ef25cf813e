import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { holdData, whoHolds } from './holder.ts'
import { startOf } from './processes.ts'
import { folder } from './testing.ts'

const file = (dir: string) => join(dir, 'tweeter.pid')
const dead = { pid: 4_194_305, start: 'never', label: 'a dead one', since: '2026-01-01T00:00:00.000Z' }

test('a dead holder is replaced: no process, another process with its pid, or a file broken by a power cut', async (t) => {
  const dir = folder(t)
  const reused = { ...dead, pid: process.pid, start: 'some earlier boot/1' }
  for (const content of [JSON.stringify(dead), JSON.stringify(reused), '', '{"pid":1', 'null']) {
    fs.writeFileSync(file(dir), content)
    assert.equal(whoHolds(dir), null)
    const hold = await holdData(dir, 'me')
    assert.equal(whoHolds(dir)?.pid, process.pid)
    hold.tellSocket('/somewhere')
    assert.equal(whoHolds(dir)?.socketDir, '/somewhere')
    await assert.rejects(holdData(dir, 'me again'), /in use by process \d+ \(me\) since 20/)
    hold.release()
    assert.deepEqual(fs.readdirSync(dir), [])
  }
})

test('a starter that died while it replaced a dead holder is in nobody’s way', async (t) => {
  const dir = folder(t)
  for (const name of ['tweeter.pid', 'tweeter.pid.takeover', 'tweeter.pid.takeover.takeover']) {
    fs.writeFileSync(join(dir, name), JSON.stringify(dead))
  }
  const hold = await holdData(dir, 'me')
  assert.deepEqual(hold.replaced, dead)
  assert.deepEqual(fs.readdirSync(dir), ['tweeter.pid'])
})

test('of starters that race for a dead holder’s place exactly one wins, every time', async (t) => {
  const dir = folder(t)
  const rounds = 40
  for (let round = 0; round < rounds; round++) {
    fs.mkdirSync(join(dir, String(round)))
    fs.writeFileSync(file(join(dir, String(round))), JSON.stringify(dead))
  }
  const code = `
    const { holdData } = await import(${JSON.stringify(new URL('holder.ts', import.meta.url).href)})
    const won = []
    process.stdout.write('ready')
    const start = await new Promise((resolve) => process.stdin.once('data', (text) => resolve(Number(text))))
    for (let round = 0; round < ${rounds}; round++) {
      while (Date.now() < start + round * 10); // all at once, in every round
      await holdData(${JSON.stringify(dir)} + '/' + round, 'racer').then(() => won.push(round), () => {})
    }
    process.stdin.once('end', () => process.stdout.write(JSON.stringify(won))).resume()`
  const racers = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['pipe', 'pipe', 'inherit'] }),
  )
  await Promise.all(racers.map((racer) => new Promise((resolve) => racer.stdout.once('data', resolve))))
  for (const racer of racers) racer.stdin.write(String(Date.now() + 50))
  // Nobody leaves before all have tried everywhere: a winner that is gone could rightly be replaced.
  await Promise.all(
    Array.from({ length: rounds }, async (_, round) => {
      while (!whoHolds(join(dir, String(round)))) await new Promise((resolve) => setTimeout(resolve, 5))
    }),
  )
  await new Promise((resolve) => setTimeout(resolve, 200))
  const outputs = racers.map((racer) => text(racer.stdout))
  for (const racer of racers) racer.stdin.end()
  const won = (await Promise.all(outputs)).map((output) => JSON.parse(output) as number[])
  assert.deepEqual(
    won.flat().sort((a, b) => a - b),
    Array.from({ length: rounds }, (_, round) => round),
  )
  t.diagnostic(`won by each: ${won.map((rounds) => rounds.length).join(', ')}`)
})

test('a process has one start time as long as it lives, and none after', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
  const start = startOf(child.pid!)
  assert.ok(start)
  assert.notEqual(startOf(process.pid), null)
  assert.equal(startOf(child.pid!), start)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  assert.equal(startOf(child.pid!), null)
})

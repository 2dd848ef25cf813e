import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { openTerminal } from '../testing.ts'

const terminal = openTerminal()
after(() => terminal.close())
const { run } = terminal

test('generated records go to the data folder, with the numbers at the end', async () => {
  const { code, out, err } = await run(['requests', 'generate', '--rate', '1000', '--seconds', '2', '--json'])
  assert.equal(code, 0, err)
  const { written, dropped, folder } = JSON.parse(out)
  assert.deepEqual([written, dropped], [2000, 0])
  assert.equal(folder, join(terminal.folder, 'data', 'requests'))
  assert.ok(readdirSync(folder).length > 0)
  assert.match(err, /1 s +\d{1,3}(?:,\d{3})? written +0 dropped +[\d,]+\/s +\d+ % of a core/)
})

test('a rate and a time are needed', async () => {
  const { code, err } = await run(['requests', 'generate', '--rate', '10'])
  assert.equal(code, 2)
  assert.match(err, /Say how many: --rate N --seconds N\./)
})

test('a folder that cannot be made is told at once', async () => {
  const { code, err } = await run([
    'requests',
    'generate',
    '--rate',
    '10',
    '--seconds',
    '1',
    '--to',
    import.meta.filename,
  ])
  assert.equal(code, 1)
  assert.match(err, /^tweeter: The folder .* cannot be made: EEXIST/)
})

test('a folder in which none can be made is told as well', async () => {
  const folder = '/proc/tweeter/requests'
  const { code, err } = await run(['requests', 'generate', '--rate', '10', '--seconds', '1', '--to', folder])
  assert.equal(code, 1)
  assert.match(err, /^tweeter: The folder \/proc\S* cannot be made: E/)
})

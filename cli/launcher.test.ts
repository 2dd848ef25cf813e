import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'

/** Before anything else is loaded: a Node that says it is an older one. */
const OLDER =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.1.0"}})'

test('where no Node is new enough, one line says what to do', (t) => {
  const checkout = mkdtempSync(join(tmpdir(), 'tweeter-launcher-'))
  t.after(() => rmSync(checkout, { recursive: true }))
  cpSync(fileURLToPath(new URL('../bin', import.meta.url)), join(checkout, 'bin'), { recursive: true })
  writeFileSync(join(checkout, 'package.json'), '{"type":"module"}')
  for (const file of ['bin/tweeter.js', 'bin/test.js']) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', OLDER, join(checkout, file)], {
      encoding: 'utf8',
    })
    assert.equal(status, 1, file)
    assert.equal(stdout, '', file)
    assert.match(stderr, /^Tweeter needs Node 24; this is 20\.1\.0, .*Run `npm ci` again .*, or install Node 24\.\n$/)
  }
})

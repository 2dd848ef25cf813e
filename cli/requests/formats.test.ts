import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { Call, WrongUse } from '../command.ts'
import { fileThere, formatOf } from './inputs.ts'

const folder = mkdtempSync(join(tmpdir(), 'tweeter-inputs-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'access.log')
writeFileSync(path, '192.0.2.1 - - [22/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"\n')
const of = (options: Record<string, string>) => formatOf(new Call([], options), path)

test('a format is what was said, else what the file looks like', async () => {
  assert.equal(await of({}), 'combined')
  assert.equal(await of({ format: 'caddy' }), 'caddy')
  assert.equal(await of({ fields: 'time=t,status=s' }), 'json:time=t,status=s')
})

test('what cannot be is told before anything is read', async () => {
  for (const options of [{ format: 'iis' }, { fields: 'time' }, { format: 'caddy', fields: 'time=t,status=s' }]) {
    await assert.rejects(of(options as Record<string, string>), WrongUse)
  }
  await assert.rejects(fileThere(folder), /is a folder; name the files in it/)
  await assert.rejects(fileThere(join(folder, 'none')), /There is no file/)
})

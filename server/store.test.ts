import assert from 'node:assert/strict'
import test from 'node:test'
import { modules } from './modules.ts'
import { moduleMigrations } from './store.ts'

test('without the modules the same migrations are found as with them', () => {
  const said = modules.flatMap(({ name, migrations }) => (migrations ? [`${name} ${migrations.href}`] : []))
  const found = moduleMigrations().map(({ module, folder }) => `${module} ${folder.href}`)
  assert.deepEqual(found.toSorted(), said.toSorted())
})

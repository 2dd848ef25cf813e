import assert from 'node:assert/strict'
import test from 'node:test'
import { freshDatabase } from '../../testing/cluster.ts'
import { connect, holdServing } from './index.ts'

test('one server to a database: a second is refused, and may follow when the first is gone', async () => {
  const { db, socketDir, name, drop } = await freshDatabase()
  const first = connect({ socketDir, user: 'tweeter', database: name, connections: 2 })
  const letGo = await holdServing(first)
  await assert.rejects(holdServing(db), /Another Tweeter server uses this database already/)
  letGo()
  await first.close()
  const done = await holdServing(db)
  done()
  await drop()
})

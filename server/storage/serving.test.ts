import assert from 'node:assert/strict'
import test from 'node:test'
import { freshDatabase } from '../../testing/cluster.ts'
import { connect, holdServing } from './index.ts'

test('one server to a database: a second is refused, and may follow when the first is gone', async () => {
  const { db, socketDir, name, drop } = await freshDatabase()
  const first = connect({ socketDir, user: 'tweeter', database: name, connections: 2 })
  await holdServing(first)
  await assert.rejects(holdServing(db), /Another Tweeter server uses this database already/)
  await first.pool.end({ timeout: 0 })
  await first.close()
  await holdServing(db)
  await drop()
})

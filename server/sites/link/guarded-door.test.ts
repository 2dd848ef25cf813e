import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect as connectTcp } from 'node:net'
import test, { after, before } from 'node:test'
import { openWorld, type World } from '../../../testing/world.ts'
import { connect } from '../../storage/index.ts'
import { bridge } from './bridge.ts'
import { doorPassword, openGuardedDoor } from './guarded-door.ts'

let world: World
let door: Awaited<ReturnType<typeof openGuardedDoor>>
before(async () => {
  world = await openWorld()
  const { path } = world.app.db.pool.options as unknown as { path: string }
  door = await openGuardedDoor(world.app, '127.0.0.1:0', doorPassword('a secret'), (socket, startup) => {
    const far = connectTcp(path)
    far.write(startup)
    bridge(world.app, socket, far)
  })
})
after(async () => {
  await door.close()
  await world.close()
})

const port = () => (door.server.address() as AddressInfo).port
const open = (password: string) => {
  const { database } = world.app.db.pool.options as unknown as { database: string }
  return connect({ url: `postgres://tweeter:${password}@127.0.0.1:${port()}/${database}`, connections: 1 })
}

test('who says the password reaches the Postgres behind, with every byte', async () => {
  const db = open(doorPassword('a secret'))
  const long = 'ä'.repeat(500_000)
  assert.equal((await db.read<{ long: string }>`select ${long}::text as long`)[0]?.long, long)
  await db.close()
})

test('who says another one does not, and is told so as by Postgres', async () => {
  const db = open(doorPassword('another secret'))
  await assert.rejects(db.read`select 1`, { code: '28P01' })
  await db.close()
})

test('what is no PostgreSQL is hung up on', async () => {
  for (const said of [
    'GET / HTTP/1.1\r\n\r\n',
    Buffer.from([0, 0, 0, 8, 0, 9, 0, 0]),
    Buffer.from([0x7f, 0xff, 0, 0]),
  ]) {
    const socket = connectTcp(port(), '127.0.0.1')
    socket.write(said)
    socket.resume()
    await once(socket, 'close')
  }
})

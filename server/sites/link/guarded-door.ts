/**
 * The door for a PostgreSQL of one's own that must reach the other site's embedded one: it runs as some other user,
 * perhaps on another machine, so it comes by TCP, and whoever comes has to say a password before anything is dialled.
 * Spoken is the beginning of PostgreSQL's protocol (its manual, "Message Flow"); after that bytes pass untouched.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { App } from '../../app.ts'
import { messageOf } from '../../kit/index.ts'
import { addressOf } from './address.ts'

const SSL_REQUEST = 80_877_103
const GSS_REQUEST = 80_877_104
const STARTUP_MAJOR = 3
const LONGEST_BYTES = 10_000
const WITHIN_MS = 5000

/** What a subscription says at the door; the same at every start. */
export const doorPassword = (networkSecret: string): string =>
  createHmac('sha256', networkSecret).update('tweeter: the door to the other database').digest('hex')

/**
 * @param pass gets a socket whose owner said the password, and its first message, which is for the other Postgres.
 * @throws an Error for people when that cannot be listened on.
 */
export async function openGuardedDoor(
  app: App,
  listen: string,
  password: string,
  pass: (socket: Socket, startup: Buffer) => void,
): Promise<{ server: Server; close: () => Promise<void> }> {
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket)
    socket.on('error', () => {}).once('close', () => open.delete(socket))
    const timer = setTimeout(() => socket.destroy(), WITHIN_MS)
    greet(socket, password)
      .then((startup) => pass(socket, startup))
      .catch((error) => app.log.warn({}, `The door to the other database: ${messageOf(error)}`))
      .finally(() => clearTimeout(timer))
  })
  server.listen(addressOf(listen, 'TWEETER_SITE_DOOR'))
  await once(server, 'listening')
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of open) socket.destroy()
    await closed
  }
  return { server, close }
}

/** @returns the startup message of somebody who knows the password. @throws when they do not, and their socket is ended. */
async function greet(socket: Socket, password: string): Promise<Buffer> {
  const bytes = new Incoming(socket)
  try {
    for (;;) {
      const length = (await bytes.take(4)).readInt32BE()
      if (length < 8 || length > LONGEST_BYTES) throw new Error('what came is not PostgreSQL.')
      const rest = await bytes.take(length - 4)
      const code = rest.readInt32BE()
      if (code === SSL_REQUEST || code === GSS_REQUEST) {
        socket.write('N')
        continue
      }
      if (code >> 16 !== STARTUP_MAJOR) throw new Error('what came is not PostgreSQL.')
      // AuthenticationCleartextPassword
      socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]))
      const said = await passwordOf(bytes)
      if (!same(said, password)) {
        socket.end(refusal())
        throw new Error(`a wrong password was said from ${socket.remoteAddress}.`)
      }
      const startup = Buffer.alloc(length)
      startup.writeInt32BE(length)
      rest.copy(startup, 4)
      bytes.end()
      return startup
    }
  } catch (error) {
    socket.end()
    throw error
  }
}

async function passwordOf(bytes: Incoming): Promise<string> {
  const head = await bytes.take(5)
  const length = head.readInt32BE(1)
  if (head[0] !== 0x70 || length < 5 || length > LONGEST_BYTES) throw new Error('no password was said.')
  return (await bytes.take(length - 4)).toString().replace(/\0$/, '')
}

const digest = (text: string) => createHmac('sha256', 'compared').update(text).digest()
const same = (one: string, other: string) => timingSafeEqual(digest(one), digest(other))

/** ErrorResponse: severity, SQLSTATE invalid_password, message. */
function refusal(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C28P01\0Mwrong password for the other database\0\0')
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

/** So many bytes of a socket at a time; the rest stays in it. */
class Incoming {
  readonly #socket: Socket
  #waiting: (() => void) | null = null
  #ended = false
  readonly #wake = () => this.#waiting?.()
  readonly #close = () => {
    this.#ended = true
    this.#wake()
  }

  constructor(socket: Socket) {
    this.#socket = socket.on('readable', this.#wake).on('end', this.#close).on('close', this.#close)
  }

  async take(length: number): Promise<Buffer> {
    for (;;) {
      const found = this.#socket.read(length) as Buffer | null
      if (found?.length === length) return found
      if (this.#ended) throw new Error('the connection ended before it began.')
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting = resolve
      await promise
    }
  }

  end(): void {
    this.#socket.off('readable', this.#wake).off('end', this.#close).off('close', this.#close)
  }
}

/**
 * The door through which bounces and complaints come back: an SMTP server that takes mail for our own bounce addresses
 * and nothing else. It relays nothing, signs nobody in, and speaks in the clear: what passes here is a report about a
 * mail, and whose authority is the signature in its address.
 */
import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { App } from '../../app.ts'
import { networkOf } from '../../http/index.ts'
import { messageOf } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { mailOfBounceAddress } from '../bounce-address.ts'
import { noteReturn } from '../bounced.ts'
import { readReport } from './report.ts'
import { Visits } from './visits.ts'

/** Reports quote the mail that they are about; ours are short. */
const MOST_BYTES = 1_000_000
const MOST_CONNECTIONS = 50
const IDLE_MS = 30_000
/** For a whole connection, however busily it trickles. */
const VISIT_MS = 120_000
/** Who asks for so many addresses that are none of ours is guessing. */
const MOST_REFUSALS = 5
const CLOSE_MS = 2_000

export interface Door {
  /** The port that it listens on. */
  readonly port: number
  /** Ends it; what is being received gets two seconds. */
  close(): Promise<void>
}

/** Opens the door where the configuration has one. @throws an Error for people when the port cannot be had. */
export async function openDoor(app: App): Promise<Door | null> {
  const { inbound } = app.config.mail
  if (inbound === null) return null
  const server = receptionist(app)
  const trouble = (error: Error) => app.log.debug({ error }, `Inbound SMTP: ${messageOf(error)}`)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, inbound)))
    server.listen(inbound.port, inbound.host, resolve)
  })
  server.removeAllListeners('error')
  // Clients that hang up in the middle are everyday life.
  server.on('error', trouble)
  server.server.on('connection', (socket: Socket) => {
    const end = setTimeout(() => socket.destroy(), VISIT_MS)
    socket.once('close', () => clearTimeout(end))
  })
  const { port } = server.server.address() as AddressInfo
  app.log.info({ port }, `Takes bounces at ${inbound.host}, port ${port}`)
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

const cannotListen = (error: Error, { host, port }: { host: string; port: number }): Error =>
  new Error(`TWEETER_INBOUND_SMTP: cannot listen on ${host}, port ${port}: ${messageOf(error)}`)

/** An answer with its code, as smtp-server takes it. */
const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode })

function receptionist(app: App): SMTPServer {
  const visits = new Visits()
  const refused = new WeakMap<SMTPServerSession, number>()
  return new SMTPServer({
    banner: 'Bounces only',
    logger: false,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    maxClients: MOST_CONNECTIONS,
    socketTimeout: IDLE_MS,
    closeTimeout: CLOSE_MS,
    onConnect({ remoteAddress }, done) {
      done(
        visits.admit(networkOf(remoteAddress), app.now().getTime()) ? null : refusal(421, 'Too often: come back later'),
      )
    },
    onRcptTo({ address }, session, done) {
      receive(app, address, session).then(
        (error) => {
          const count = (refused.get(session) ?? 0) + (error ? 1 : 0)
          refused.set(session, count)
          done(count >= MOST_REFUSALS ? refusal(421, 'Too many addresses that are not here') : error)
        },
        () => done(refusal(451, 'Not now: come back later')),
      )
    },
    onData(stream, session, done) {
      take(app, stream, session).then(done, (error) => {
        app.log.warn({ error }, `A bounce could not be taken in: ${messageOf(error)}`)
        done(refusal(451, 'Not now: come back later'))
      })
    },
  })
}

/** Null when mail to this address is taken. */
async function receive(app: App, address: string, session: SMTPServerSession): Promise<Error | null> {
  // A report has one recipient, because each of our mails has an address of its own.
  if (session.envelope.rcptTo.length > 0) return refusal(452, 'One recipient at a time')
  return (await mailOfBounceAddress(app, address)) === null ? refusal(550, 'There is no such address here') : null
}

/** Reads a message and acts on it; also what is no report is taken, so that nobody bounces a bounce. */
async function take(app: App, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> {
  const pieces: Buffer[] = []
  let bytes = 0
  // What is too long is read to its end, as the protocol wants, and not kept.
  for await (const piece of stream as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes <= MOST_BYTES) pieces.push(piece)
  }
  if (stream.sizeExceeded || bytes > MOST_BYTES) return refusal(552, `At most ${MOST_BYTES} bytes`)
  const mailId = await mailOfBounceAddress(app, session.envelope.rcptTo[0]?.address ?? '')
  const returned = readReport(Buffer.concat(pieces).toString('utf8'))
  if (mailId !== null && returned !== null) await transact(app.db, (tx) => noteReturn(app, tx, mailId, returned))
  return null
}

/** The link of a running server: begins, follows what commands change, ends. */
import type { App } from '../../app.ts'
import { messageOf } from '../../kit/index.ts'
import { stateOf } from '../state.ts'
import { answerTo } from './answers.ts'
import { answerBeat, BEAT_MS, type Beat, judge, ownBeat, sendBeat } from './beat.ts'
import { hangUp } from './call.ts'
import { closeDoor, keepDoor } from './door.ts'
import { answerJoining } from './handshake.ts'
import { renewIdentity } from './identity.ts'
import { linkOf } from './link.ts'
import { openListener } from './listener.ts'
import { look } from './look.ts'
import { hearCommands } from './queries.ts'

const LISTEN_AGAIN_MS = 5000
const DOOR_EVERY_MS = 5000

/** What the other site may ask; before anything listens. */
export function listenLink(app: App): void {
  answerTo(app, 'beat', (body) => answerBeat(app, body as Beat))
  answerTo(app, 'ping', () => ownBeat(app))
  answerTo(app, 'join', (body, caller) => answerJoining(app, body, caller), { strangers: true })
}

/** A network of one site costs nothing here: it only waits for `site init` or `site join` to say something. */
export async function startLink(app: App): Promise<void> {
  linkOf(app).serving = true
  await hearCommands(app.db, () => void follow(app))
  await follow(app)
}

export async function stopLink(app: App): Promise<void> {
  const link = linkOf(app)
  link.stopped = true
  await link.following
  // Only now: what was under way may have begun them.
  endBeats(app)
  await endListening(app)
  await closeLink(app)
}

/** For commands: what a command opened without a server. */
export async function closeLink(app: App): Promise<void> {
  const link = linkOf(app)
  await link.pool?.db.close()
  link.pool = null
  hangUp(app)
  await closeDoor(app)
}

/** One after the other, also when several things are said at once. */
function follow(app: App): Promise<void> {
  const link = linkOf(app)
  link.following = link.following.then(() =>
    followRows(app).catch((error) => app.log.error({ error }, `The link of this site: ${messageOf(error)}`)),
  )
  return link.following
}

/** What the tables say is done: listened where they say, beaten while there is another site. */
async function followRows(app: App): Promise<void> {
  const link = linkOf(app)
  if (link.stopped) return
  await look(app)
  const listen = link.row?.listen ?? null
  const isRenewed = link.listening !== null && link.listening.fingerprint !== renewIdentity(app).fingerprint
  if (isRenewed) hangUp(app)
  if (link.listening && (isRenewed || link.listening.listen !== listen)) await endListening(app)
  if (listen !== null && !link.listening) await beginListening(app, listen)
  if (!stateOf(app).other || link.timer) return
  link.timer = setInterval(() => tick(app), BEAT_MS)
  keepDoorOpen(app)
  link.doorTimer = setInterval(() => keepDoorOpen(app), DOOR_EVERY_MS)
}

async function beginListening(app: App, listen: string): Promise<void> {
  const link = linkOf(app)
  try {
    link.listening = await openListener(app, listen)
    app.log.info({}, `The link to the other site listens on ${listen}`)
  } catch (error) {
    // The rest of the network goes on.
    app.log.error({ error }, messageOf(error))
    setTimeout(() => void follow(app), LISTEN_AGAIN_MS).unref()
  }
}

function keepDoorOpen(app: App): void {
  keepDoor(app).catch((error) => app.log.error({ error }, `The way to the other database: ${messageOf(error)}`))
}

function tick(app: App): void {
  judge(app)
  void look(app).catch((error) => app.log.debug({ error }, messageOf(error)))
  if (stateOf(app).other) void sendBeat(app)
  else endBeats(app)
}

async function endListening(app: App): Promise<void> {
  const { listening } = linkOf(app)
  linkOf(app).listening = null
  await listening?.close()
}

function endBeats(app: App): void {
  const link = linkOf(app)
  if (link.timer) clearInterval(link.timer)
  if (link.doorTimer) clearInterval(link.doorTimer)
  link.timer = link.doorTimer = null
}

/**
 * How a site becomes the other one of a network: it proves by the secret of an invitation that it may, each learns the
 * other's certificate, and it takes over what makes the network one. All of it at once, and the same again when it was
 * interrupted: whoever is known by the certificate needs no secret.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { App } from '../../app.ts'
import { Problem, perApp, tooMany } from '../../kit/index.ts'
import { emit } from '../../signals/index.ts'
import { type Tx, transact } from '../../storage/index.ts'
import { readHere, readOther } from '../queries.ts'
import { met } from '../signals.ts'
import type { Here, HomeMode, Other } from '../state.ts'
import { parseAddress } from './address.ts'
import type { Caller } from './answers.ts'
import { callOnce } from './call.ts'
import { fingerprintOf } from './certificate.ts'
import { identityOf, renewIdentity } from './identity.ts'
import { checkWish, hashOf, readInvitation, type SiteWish } from './invite.ts'
import { refreshState } from './look.ts'
import {
  closeInvitation,
  keepLink,
  keepOther,
  lockSites,
  migrationNames,
  nameSite,
  ownSecret,
  readLink,
  takeOver,
  tellServers,
} from './queries.ts'
import { seal, unseal } from './seal.ts'

/** Of the link; sites that speak different ones do not join. */
const VERSION = 1

interface JoinRequest {
  readonly version: number
  readonly secret: string
  readonly name: string
  readonly address: string
  readonly databaseUrl: string | null
  /** Its newest migration. */
  readonly schema: string
  /** Made of the invitation and the network's secret: right if its database belongs to this network already. */
  readonly proof: string
}

interface JoinReply {
  /** The number of the one who joins. */
  readonly site: number
  readonly number: number
  readonly name: string
  readonly certificate: string
  readonly databaseUrl: string | null
  readonly networkSecret: string
  readonly epoch: number
  readonly home: number
  readonly mode: HomeMode
  /** The names of all migrations. */
  readonly schema: string[]
}

export interface Joined {
  /** The number that this site has now. */
  readonly site: number
  /** The name of the other one. */
  readonly other: string
}

/**
 * Makes this site the other one of the network that gave out the code. Afterwards both know each other, and nothing is
 * copied yet. Whoever calls has made sure that this site has nothing of its own.
 *
 * @throws an Error for people: the code is wrong or old, the versions differ, there are two sites already.
 */
export async function joinNetwork(app: App, code: string, wish: SiteWish): Promise<Joined> {
  checkWish(app, wish)
  const { secret, ...target } = readInvitation(code)
  const identity = renewIdentity(app)
  await refuseOtherNetwork(app, target.fingerprint)
  const { name, address, databaseUrl } = wish
  const schema = (await migrationNames(app.db.read)).at(-1)!
  const proof = proofOf(await ownSecret(app.db.read), secret)
  const request: JoinRequest = { version: VERSION, secret, name, address, databaseUrl, schema, proof }
  const reply = await callOnce<JoinReply>(target, identity, 'join', request, { timeoutMs: 15_000 })
  if (fingerprintOf(reply.certificate) !== target.fingerprint)
    throw new Error('The other site sent a wrong certificate.')
  await transact(app.db, async (tx) => {
    const sealed = (url: string | null) => url && seal(url, reply.networkSecret)
    const { site, networkSecret, epoch, home, mode } = reply
    await takeOver(tx, { site, secret: networkSecret, epoch, home, mode })
    await nameSite(tx, name)
    await keepLink(tx, wish.listen, address, sealed(databaseUrl))
    await keepOther(tx, { ...reply, address: target.address, sealedUrl: sealed(reply.databaseUrl) })
    await tellServers(tx)
  })
  await refreshState(app)
  return { site: reply.site, other: reply.name }
}

const proofOf = (networkSecret: string, secret: string): string =>
  createHmac('sha256', networkSecret).update(`joined already: ${secret}`).digest('base64url')

async function refuseOtherNetwork(app: App, fingerprint: string): Promise<void> {
  const other = await readOther(app.db.read)
  const here = await readHere(app.db.read)
  if (other && other.state === 'joined' && here.site === 0 && fingerprintOf(other.certificate) !== fingerprint) {
    throw new Error(`This site has another one already (${other.name}); end that first with \`tweeter site leave\`.`)
  }
}

const TRIES_A_MINUTE = 20
const ALL_TRIES_A_MINUTE = 60
const triesOf = perApp((_app: App) => ({ sinceMs: Number.NEGATIVE_INFINITY, all: 0, by: new Map<string, number>() }))

/** Guessing a secret of 256 bits is hopeless anyway; this keeps the trying cheap. */
function limitTries(app: App, address: string): void {
  const tries = triesOf(app)
  const now = performance.now()
  if (now - tries.sinceMs > 60_000) Object.assign(tries, { sinceMs: now, all: 0, by: new Map() })
  const own = (tries.by.get(address) ?? 0) + 1
  tries.by.set(address, own)
  tries.all++
  if (own > TRIES_A_MINUTE || tries.all > ALL_TRIES_A_MINUTE) throw tooMany('Too many tries: wait a minute.', 60)
}

/** For the question `join`, which strangers may ask. */
export async function answerJoining(app: App, body: unknown, caller: Caller): Promise<JoinReply> {
  if (!caller.isOther) limitTries(app, caller.address)
  const request = requestOf(body)
  const certificate = caller.certificate?.toString()
  if (!certificate) throw new Problem(400, 'Show a certificate.')
  const reply = await transact(app.db, async (tx) => {
    await lockSites(tx)
    const here = await readHere(tx)
    const other = await readOther(tx)
    const isKnown = other !== null && fingerprintOf(other.certificate) === fingerprintOf(certificate)
    if (!isKnown) await requireInvitation(tx, here, other, request)
    const schema = await migrationNames(tx)
    requireSame(here, request, schema.at(-1)!)
    const secret = await ownSecret(tx)
    const number = other?.number ?? (here.site === 0 ? 1 : 0)
    const { name, address, databaseUrl } = request
    await keepOther(tx, { number, name, address, certificate, sealedUrl: databaseUrl && seal(databaseUrl, secret) })
    if (!isKnown) await closeInvitation(tx)
    await emit(tx, met, { number, name })
    await tellServers(tx)
    return await replyOf(app, tx, { site: number, schema, secret })
  })
  await refreshState(app)
  app.log.info({}, `The site ${request.name} (${request.address}) joins this network.`)
  return reply
}

async function replyOf(
  app: App,
  tx: Tx,
  { site, schema, secret }: { site: number; schema: string[]; secret: string },
): Promise<JoinReply> {
  const { site: number, name, epoch, home, mode } = await readHere(tx)
  const link = await readLink(tx)
  return {
    site,
    number,
    name,
    certificate: identityOf(app).certificate,
    databaseUrl: link?.sealedUrl ? unseal(link.sealedUrl, secret) : null,
    networkSecret: secret,
    epoch,
    home,
    mode,
    schema,
  }
}

/** Only what it must be, and short: a stranger says it. */
function requestOf(body: unknown): JoinRequest {
  const said = (body ?? {}) as Record<string, unknown>
  const text = (name: string, most: number) => {
    const value = said[name]
    if (typeof value !== 'string' || value.length > most) throw new Problem(400, `${name} must be a short text.`)
    return value
  }
  const request: JoinRequest = {
    version: Number(said.version),
    secret: text('secret', 100),
    name: text('name', 30),
    address: text('address', 300),
    databaseUrl: said.databaseUrl === null ? null : text('databaseUrl', 2000),
    schema: text('schema', 200),
    proof: text('proof', 100),
  }
  if (!parseAddress(request.address)) throw new Problem(400, 'address must be a host and a port.')
  if (!/^[a-z0-9][a-z0-9-]*$/.test(request.name)) throw new Problem(400, 'name must be small letters and digits.')
  return request
}

const isSame = (one: string, other: string): boolean => timingSafeEqual(hashOf(one), hashOf(other))

async function requireInvitation(tx: Tx, here: Here, other: Other | null, request: JoinRequest): Promise<void> {
  const link = await readLink(tx)
  const isRight = link?.invitationHash && timingSafeEqual(hashOf(request.secret), link.invitationHash)
  if (!isRight) {
    throw new Problem(
      403,
      `This invitation is not open at ${here.name}, or somebody used it: make a new one there with \`tweeter site init\`.`,
      { code: 'invitation' },
    )
  }
  if (!link.invited) {
    throw new Problem(
      403,
      `This invitation is older than an hour: make a new one at ${here.name} with \`tweeter site init\`.`,
      { code: 'invitation' },
    )
  }
  // The other site with a new certificate is welcome; another machine is not: what flows between the databases goes on
  // from where it was, which would be wrong for a new one.
  if (other && !isSame(request.proof, proofOf(await ownSecret(tx), request.secret))) {
    throw new Problem(
      409,
      `This network has two sites already, ${here.name} and ${other.name}. If ${other.name} is gone for good, end it ` +
        `with \`tweeter site leave --alone\` at ${here.name}, and invite again.`,
      { code: 'two' },
    )
  }
}

function requireSame(here: Here, request: JoinRequest, schema: string): void {
  const both = 'install the same version of Tweeter at both sites, and try again.'
  if (request.version !== VERSION) {
    throw new Problem(409, `${here.name} speaks version ${VERSION} of the link, not ${request.version}: ${both}`, {
      code: 'version',
    })
  }
  if (request.schema !== schema) {
    throw new Problem(409, `${here.name} has the schema ${schema}, and this site ${request.schema}: ${both}`, {
      code: 'schema',
    })
  }
  if (request.name === here.name) {
    throw new Problem(409, `The other site is called ${here.name} already: choose another --name.`, { code: 'name' })
  }
}

import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { turns } from '../kit/index.ts'

/** Characters, as people count them. Nothing is cut off: what is longer is refused. */
export const PASSWORD_MIN = 8
export const PASSWORD_MAX = 128

const derive = promisify(argon2)

interface Cost {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
}

/** The first choice of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane; some 30 ms of one core. */
const COST: Cost = { memoryKiB: 19_456, passes: 2, lanes: 1 }
const SALT_BYTES = 16
const TAG_BYTES = 32
/** A stored hash may not ask for more than this: it would be our memory. */
const MOST: Cost = { memoryKiB: 262_144, passes: 16, lanes: 8 }

/**
 * Two at once: each holds its memory, and one of the four threads on which Node reads files and looks up names. The
 * rest wait in turn, and beyond these many somebody is told to come back.
 */
const inTurn = turns(2, 200, 'Too many people are signing in. Please try again.')

/**
 * argon2id (RFC 9106) off the event loop, in the PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
 *
 * @throws Problem 503 when too many wait already.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const tag = await compute(password, salt, COST, TAG_BYTES)
  const { memoryKiB, passes, lanes } = COST
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${base64(salt)}$${base64(tag)}`
}

/**
 * Whether the password is the one that was hashed, by the parameters that the hash names.
 *
 * @param stored null where nobody is: it takes as long, and is false.
 */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = stored === null ? null : parse(stored)
  const { cost, salt, tag } = parsed ?? nobody
  const computed = await compute(password, salt, cost, tag.length)
  return timingSafeEqual(computed, tag) && parsed !== null
}

/** Whether a hash was made more cheaply than new ones are: made anew when its password is known, at a sign-in. */
export function isWeak(stored: string): boolean {
  const { cost, tag } = parse(stored) ?? nobody
  return cost.memoryKiB < COST.memoryKiB || cost.passes < COST.passes || tag.length < TAG_BYTES
}

interface Parsed {
  readonly cost: Cost
  readonly salt: Buffer
  readonly tag: Buffer
}

/** What is computed for those who are not here, so that the answer takes as long. */
const nobody: Parsed = { cost: COST, salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES) }

const PHC = /^\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{16,128})$/

function parse(stored: string): Parsed | null {
  const found = PHC.exec(stored)
  if (!found) return null
  const [memoryKiB, passes, lanes] = found.slice(1, 4).map(Number) as [number, number, number]
  if (memoryKiB > MOST.memoryKiB || passes > MOST.passes || lanes > MOST.lanes) return null
  const cost = { memoryKiB, passes, lanes }
  return { cost, salt: Buffer.from(found[4]!, 'base64'), tag: Buffer.from(found[5]!, 'base64') }
}

function compute(password: string, salt: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  return inTurn(() =>
    derive('argon2id', {
      // The same password typed on another keyboard may come in other code points (NIST SP 800-63B, 5.1.1.2).
      message: password.normalize('NFKC'),
      nonce: salt,
      parallelism: cost.lanes,
      tagLength,
      memory: cost.memoryKiB,
      passes: cost.passes,
    }),
  )
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

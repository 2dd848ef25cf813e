/**
 * Time-based one-time passwords (RFC 6238) as every authenticator app makes them: SHA-1, six digits, thirty seconds.
 * The library is loaded at first use, since most sign-ins need none of it.
 */
const STEP_SECONDS = 30
/** One step of grace each way (RFC 6238, section 5.2): clocks differ, and typing takes time. */
const TOLERANCE_SECONDS = STEP_SECONDS
/** RFC 4226, section 4, R6 recommends 160 bits. */
const SECRET_BYTES = 20

const library = () => import('otplib')

/** In base32, as it is shown and as apps take it. */
export const newSecret = async (): Promise<string> => (await library()).generateSecret({ length: SECRET_BYTES })

/** @returns the step whose code this is, at most one away from now; null when it is none. */
export async function stepOf(secret: string, code: string, now: Date): Promise<number | null> {
  const { verifySync } = await library()
  const epoch = Math.floor(now.getTime() / 1000)
  const result = verifySync({ secret, token: code, epoch, epochTolerance: TOLERANCE_SECONDS })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

/** What the QR code says: `otpauth://totp/Network:name@host?secret=…&issuer=Network`. */
export const addressOf = async (network: string, label: string, secret: string): Promise<string> =>
  (await library()).generateURI({ issuer: network.replaceAll(':', ' '), label, secret })

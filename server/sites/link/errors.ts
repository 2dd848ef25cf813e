/** What can go wrong between two sites, in sentences for people. */

/** No answer came: whether the other site did what it was asked is not known. */
export class Unreachable extends Error {
  constructor(address: string, cause: unknown) {
    super(`The other site (${address}) cannot be reached: ${reasonOf(cause)}`, { cause })
    this.name = 'Unreachable'
  }
}

/** The other site answered, with an error. */
export class Refused extends Error {
  readonly status: number
  readonly code: string | undefined

  constructor(status: number, message: string, code?: string) {
    super(message)
    this.name = 'Refused'
    this.status = status
    this.code = code
  }
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there.',
  ECONNRESET: 'it closed the connection.',
  EPIPE: 'it closed the connection.',
  ENOTFOUND: 'there is no host of that name.',
  EAI_AGAIN: 'its name cannot be looked up now.',
  EHOSTUNREACH: 'no way leads there.',
  ENETUNREACH: 'no way leads there.',
  ETIMEDOUT: 'no answer came in time.',
  EPROTO: 'what answers there is not the link of a site.',
  ABORT_ERR: 'no answer came in time.',
}

function reasonOf(cause: unknown): string {
  const { code = '', message = String(cause), name = '' } = (cause ?? {}) as Partial<NodeJS.ErrnoException>
  if (name === 'TimeoutError') return 'no answer came in time.'
  if (code.startsWith('ERR_SSL')) return 'what answers there is not the link of a site.'
  return REASONS[code] ?? message
}

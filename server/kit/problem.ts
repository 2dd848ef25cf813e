/**
 * The errors that a client may see. Everything else that is thrown is a fault of ours: it is logged whole, and the
 * client gets a 500 with the request's id and nothing of the inside.
 *
 * The shape on the wire is Mastodon's: `{"error": "sentence for people", "details"?: {...}}`.
 */

/** What was wrong with each field, as Mastodon reports it on sign-up: field -> [{ error: code, description }]. */
export type ProblemDetails = Record<string, { error: string; description: string }[]>

export class Problem extends Error {
  readonly status: number
  readonly code: string | undefined
  readonly details: ProblemDetails | undefined
  /** Seconds after which trying again makes sense; becomes `Retry-After`. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    status: number,
    message: string,
    more: { code?: string; details?: ProblemDetails; retryAfterSeconds?: number } = {},
  ) {
    super(message)
    this.name = 'Problem'
    this.status = status
    this.code = more.code
    this.details = more.details
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}

export const badRequest = (message: string) => new Problem(400, message)
export const unauthorized = (message = 'The access token is invalid') => new Problem(401, message)
export const forbidden = (message = 'This action is not allowed') => new Problem(403, message)
export const notFound = (message = 'Record not found') => new Problem(404, message)
export const conflict = (message: string) => new Problem(409, message)
export const gone = (message: string) => new Problem(410, message)
export const tooLarge = (message: string) => new Problem(413, message)
export const unprocessable = (message: string, details?: ProblemDetails) =>
  new Problem(422, message, details ? { details } : {})
export const tooMany = (message: string, retryAfterSeconds: number) => new Problem(429, message, { retryAfterSeconds })
export const unavailable = (message: string, retryAfterSeconds: number) =>
  new Problem(503, message, { retryAfterSeconds })

/** The text of whatever was thrown, for a log line or an error column. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

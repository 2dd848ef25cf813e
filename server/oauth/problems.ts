import { Problem } from '../kit/index.ts'

/**
 * The errors of OAuth 2 (RFC 6749, sections 4.1.2.1 and 5.2; RFC 7009, section 2.2.1), in the words that Mastodon
 * answers and apps show.
 */
const known = {
  invalid_request: [400, 'The request is missing a required parameter, or one of them is malformed.'],
  invalid_redirect_uri: [400, "The requested redirect uri is malformed or doesn't match client redirect URI."],
  unauthorized_client: [403, 'You are not authorized to revoke this token'],
  access_denied: [400, 'The resource owner or authorization server denied the request.'],
  invalid_scope: [400, 'The requested scope is invalid, unknown, or malformed.'],
  unsupported_response_type: [400, 'The authorization server does not support this response type.'],
  invalid_client: [
    401,
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
  ],
  invalid_grant: [
    400,
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  ],
  unsupported_grant_type: [400, 'The authorization grant type is not supported by the authorization server.'],
} as const satisfies Record<string, readonly [status: number, description: string]>

export type OAuthCode = keyof typeof known

/** @param description more exact words than the usual ones. */
export function oauthProblem(code: OAuthCode, description?: string): Problem {
  const [status, usual] = known[code]
  return new Problem(status, description ?? usual, { code })
}

export const missing = (parameter: string): Problem =>
  oauthProblem('invalid_request', `Missing required parameter: ${parameter}.`)

/** What the library throws (`OAuthException`), as far as we look at it. */
interface LibraryError {
  readonly oauth: true
  readonly errorType: string
  readonly errorDescription?: string
}

const isLibraryError = (error: unknown): error is LibraryError =>
  typeof error === 'object' && error !== null && 'oauth' in error && 'errorType' in error

/**
 * What the library threw, in Mastodon's terms, or null when it is no OAuth error at all. The library says
 * `invalid_request` for a code that is used up, of another client or for another redirect_uri, where RFC 6749,
 * section 5.2 has `invalid_grant`; it names a missing parameter as "Check the `code_verifier` parameter".
 *
 * @param atToken false at the authorization endpoint, where there is no grant yet that could be wrong.
 */
export function problemOfLibrary(error: unknown, atToken: boolean): Problem | null {
  if (error instanceof Problem) return error.code === undefined ? null : error
  if (!isLibraryError(error)) return null
  const description = error.errorDescription ?? ''
  const parameter = /^Check the `(\w+)` parameter$/.exec(description)?.[1]
  if (error.errorType !== 'invalid_request')
    return oauthProblem(error.errorType in known ? (error.errorType as OAuthCode) : 'invalid_request')
  if (parameter === 'client_id' && atToken) return oauthProblem('invalid_client')
  if (parameter) return missing(parameter)
  return atToken ? oauthProblem('invalid_grant') : oauthProblem('invalid_request', description)
}

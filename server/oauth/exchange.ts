import type { App } from '../app.ts'
import { Problem } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { grantTypes, openGrants } from './grants.ts'
import { missing, oauthProblem, problemOfLibrary } from './problems.ts'
import type { TokenForm, TokenReply } from './schema.ts'
import { splitScopes } from './scopes.ts'

/** What `POST /oauth/token` is asked with. */
export interface TokenRequest {
  readonly form: TokenForm
  /** The Authorization header, which may carry the client's id and secret (client_secret_basic). */
  readonly authorization: string | undefined
  /** Whose name and password came, for the password grant; null when they are wrong. */
  readonly passwordOwner: number | null
}

/** @throws Problem unsupported_grant_type, or invalid_request when there is none. */
export function requireGrantType(app: App, form: TokenForm): void {
  if (!form.grant_type) throw missing('grant_type')
  if (!grantTypes(app.config).includes(form.grant_type)) throw oauthProblem('unsupported_grant_type')
}

/**
 * Gives a token for a code, for the app itself, or for a password (RFC 6749, sections 4.1.3, 4.4.2 and 4.3.2).
 *
 * @throws Problem with an OAuth code. What was written until then stays: a code that comes again revokes the tokens
 * that were made from it, although the request is refused.
 */
export async function exchange(app: App, { form, authorization, passwordOwner }: TokenRequest): Promise<TokenReply> {
  requireGrantType(app, form)
  const request = {
    headers: basicHeader(authorization),
    query: {},
    body: { ...form, scope: splitScopes(form.scope ?? '').join(' ') },
  }
  const answer = await transact(app.db, async (tx) => {
    const server = await openGrants(app, tx, passwordOwner)
    try {
      return (await server.respondToAccessTokenRequest(request)).body
    } catch (error) {
      const problem = problemOfLibrary(error, true)
      if (problem === null) throw error
      return problem
    }
  })
  if (answer instanceof Problem) throw answer
  return {
    access_token: String(answer.access_token),
    token_type: 'Bearer',
    scope: String(answer.scope),
    created_at: Math.floor(app.now().getTime() / 1000),
  }
}

/** The scheme's name has no case (RFC 9110, section 11.1); the library knows one spelling. */
function basicHeader(authorization: string | undefined): { authorization?: string } {
  return authorization && /^basic /i.test(authorization) ? { authorization: authorization.replace(/^basic +/i, 'Basic ') } : {}
}

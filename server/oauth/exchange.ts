import { noteSignIn, signIn, type Token } from '../accounts/index.ts'
import type { Call } from '../http/index.ts'
import { Problem } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { grantTypes, openGrants } from './grants.ts'
import { missing, oauthProblem, problemOfLibrary } from './problems.ts'
import type { TokenForm } from './schema.ts'
import { splitScopes } from './scopes.ts'
import { waitsFor } from './sign-in.ts'

type Asking = Pick<Call<unknown, unknown, unknown, unknown>, 'app' | 'request' | 'reply'>

/**
 * Gives a token for a code, for the app itself, or for a password (RFC 6749, sections 4.1.3, 4.4.2 and 4.3.2).
 *
 * @throws Problem with an OAuth code. What was written until then stays: a code that comes again revokes the tokens
 * that were made from it, although the request is refused.
 */
export async function exchange(call: Asking, form: TokenForm): Promise<Token> {
  const { app, request, reply } = call
  reply.header('cache-control', 'no-store')
  if (!form.grant_type) throw missing('grant_type')
  if (!grantTypes(app.config).includes(form.grant_type)) throw oauthProblem('unsupported_grant_type')
  const asked = {
    headers: basicHeader(request.headers.authorization),
    query: {},
    body: { ...form, scope: splitScopes(form.scope ?? '').join(' ') },
  }
  const passwordOwner = form.grant_type === 'password' ? await ownerOf(call, form) : null
  const answer = await transact(app.db, async (tx) => {
    const server = await openGrants(app, tx, passwordOwner)
    try {
      const { body } = await server.respondToAccessTokenRequest(asked)
      // A program has no cookie to know it by: only its network can be new.
      const from = { address: request.ip, userAgent: request.headers['user-agent'], newDevice: false }
      if (passwordOwner !== null) await noteSignIn(app, tx, { accountId: passwordOwner, ...from })
      return body
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

const SECOND_FACTOR =
  'This account has a second factor, for which a password is not enough: sign in through the browser (response_type=code).'

/** Before the transaction, which would otherwise hold a connection while the password is hashed. */
async function ownerOf(call: Asking, { username = '', password = '' }: TokenForm): Promise<number | null> {
  const person = await signIn(call, username, password)
  if (person === null || waitsFor(person) !== null) return null
  if (person.secondFactor) throw oauthProblem('invalid_grant', SECOND_FACTOR)
  return person.accountId
}

/** The scheme's name has no case (RFC 9110, section 11.1); the library knows one spelling. */
const basicHeader = (authorization = ''): { authorization?: string } =>
  /^basic /i.test(authorization) ? { authorization: authorization.replace(/^basic +/i, 'Basic ') } : {}

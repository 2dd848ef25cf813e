import type { AuthorizationRequest, AuthorizationServer } from '@jmondi/oauth2-server'
import type { App } from '../app.ts'
import type { Problem } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { addressWith, OUT_OF_BAND } from './addresses.ts'
import { openGrants, requireClient } from './grants.ts'
import { missing, oauthProblem, problemOfLibrary } from './problems.ts'
import type { AuthorizeForm } from './schema.ts'
import { splitScopes } from './scopes.ts'

/** A request that can be put before a person. */
export interface Asked {
  readonly kind: 'asked'
  readonly name: string
  readonly website: string | null
  readonly redirectUri: string
  readonly scopes: readonly string[]
}

/** The request is wrong and the app learns it: the browser is sent there. */
export interface Returned {
  readonly kind: 'returned'
  readonly location: string
}

/** The request is wrong and the person learns it, because nobody knows whose address it is, or the app has none. */
export interface Refused {
  readonly kind: 'refused'
  readonly problem: Problem
}

/** Looks at an authorization request before anybody is asked (RFC 6749, section 4.1.1). */
export const readRequest = (app: App, form: AuthorizeForm): Promise<Asked | Returned | Refused> =>
  withRequest(app, form, async (_server, request, asked) => {
    request.isAuthorizationApproved = false
    return asked
  })

/** Where the browser goes after the person said yes: to the app with a code, or to the page that shows it. */
export const approve = (app: App, form: AuthorizeForm, accountId: number): Promise<Returned | Refused> =>
  withRequest(app, form, async (server, request, { redirectUri }) => {
    request.user = { id: accountId }
    request.isAuthorizationApproved = true
    const { headers } = await server.completeAuthorizationRequest(request)
    const location = String(headers.location)
    if (redirectUri !== OUT_OF_BAND) return { kind: 'returned', location }
    const code = new URLSearchParams(location.slice(location.indexOf('?'))).get('code')!
    return { kind: 'returned', location: addressWith('/oauth/authorize/native', { code }) }
  })

/** Where the browser goes after the person said no. */
export const deny = (app: App, form: AuthorizeForm): Promise<Returned | Refused> =>
  withRequest(app, form, async () => {
    throw oauthProblem('access_denied')
  })

type Work<T> = (server: AuthorizationServer, request: AuthorizationRequest, asked: Asked) => Promise<T>

async function withRequest<T>(app: App, form: AuthorizeForm, work: Work<T>): Promise<T | Returned | Refused> {
  return await transact(app.db, async (tx) => {
    const server = await openGrants(app, tx)
    let redirectUri: string | undefined
    try {
      if (!form.client_id) throw missing('client_id')
      const client = await requireClient(tx, form.client_id)
      // Letter for letter, before the library looks: it would let other ports and queries pass.
      if (!form.redirect_uri || !client.redirectUris.includes(form.redirect_uri)) {
        throw oauthProblem('invalid_redirect_uri')
      }
      redirectUri = form.redirect_uri
      const request = await server.validateAuthorizationRequest(libraryRequest(form))
      return await work(server, request, {
        kind: 'asked',
        name: client.name,
        website: client.row.website,
        redirectUri,
        scopes: request.scopes.map((scope) => scope.name),
      })
    } catch (error) {
      const problem = problemOfLibrary(error, false)
      if (problem === null) throw error
      return answerOf(problem, redirectUri, form.state)
    }
  })
}

/** @throws Problem for any response type but `code`. */
function libraryRequest(form: AuthorizeForm): { query: Record<string, unknown>; headers: object; body: object } {
  if (!form.response_type) throw missing('response_type')
  if (form.response_type !== 'code') throw oauthProblem('unsupported_response_type')
  const { client_id, redirect_uri, response_type, state, code_challenge, code_challenge_method } = form
  if (code_challenge && !/^[A-Za-z0-9_-]{43}$/.test(code_challenge)) {
    throw oauthProblem('invalid_request', 'The code_challenge must be 43 characters of base64url (SHA-256).')
  }
  const scope = splitScopes(form.scope ?? '').join(' ')
  const query = { client_id, redirect_uri, response_type, scope, state: state || undefined }
  if (!code_challenge) return { query, headers: {}, body: {} }
  return {
    query: { ...query, code_challenge, code_challenge_method: code_challenge_method || 'plain' },
    headers: {},
    body: {},
  }
}

function answerOf(problem: Problem, redirectUri: string | undefined, state: string | undefined): Returned | Refused {
  if (redirectUri === undefined || redirectUri === OUT_OF_BAND) return { kind: 'refused', problem }
  const { code, message } = problem
  const location = addressWith(redirectUri, { error: code, error_description: message, state })
  return { kind: 'returned', location }
}

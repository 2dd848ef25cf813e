import type { App } from '../app.ts'
import type { Bearer } from '../http/index.ts'
import { forbidden, unavailable } from '../kit/index.ts'
import type { SignUp, Token } from './schema.ts'
import { signUp } from './sign-up.ts'
import { tokenFor } from './signals.ts'

/**
 * Signs a person up through an app, which gets a token for them at once; the token may do nothing until they have
 * confirmed their address, and a moderator agreed where one must.
 *
 * @throws Problem as signUp does; 403 to a page of ours, which must never hold a token: there is a page for signing up.
 */
export async function signUpByApp(app: App, bearer: Bearer, body: SignUp, ip: string): Promise<Token> {
  if (bearer.sessionId !== null) throw forbidden('Apps sign people up here. In a browser, open /auth/sign_up.')
  const form = {
    username: body.username ?? '',
    email: body.email ?? '',
    password: body.password ?? '',
    agreement: body.agreement ?? false,
    locale: body.locale ?? '',
    reason: body.reason ?? '',
    inviteCode: body.invite_code ?? '',
    ip,
    appId: bearer.appId,
  }
  return await signUp(app, form, async (tx, { accountId }) => {
    const scopes = [...bearer.scopes]
    const token = await app.bus.ask(tokenFor, { tx, appId: bearer.appId, accountId, scopes })
    if (token === null) throw unavailable('Apps cannot sign people up here.', 3600)
    return token
  })
}

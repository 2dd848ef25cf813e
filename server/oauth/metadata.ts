import type { Static } from 'typebox'
import { profileUrl, requireAccount } from '../accounts/index.ts'
import type { App } from '../app.ts'
import { scopes, type Viewer } from '../http/index.ts'
import { grantTypes } from './grants.ts'
import type { ServerMetadata, UserInfo } from './schema.ts'

/** With a slash at the end, as Mastodon writes it. */
const issuer = (app: App): string => `${app.config.url}/`

/** What apps may find out about signing in here (RFC 8414). */
export function serverMetadata(app: App): Static<typeof ServerMetadata> {
  const { url } = app.config
  return {
    issuer: issuer(app),
    service_documentation: `${url}/docs`,
    authorization_endpoint: `${url}/oauth/authorize`,
    token_endpoint: `${url}/oauth/token`,
    app_registration_endpoint: `${url}/api/v1/apps`,
    revocation_endpoint: `${url}/oauth/revoke`,
    userinfo_endpoint: `${url}/oauth/userinfo`,
    scopes_supported: [...scopes],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: [...grantTypes(app.config)],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  }
}

/** Who the viewer is, in OpenID Connect's claims. */
export async function userInfo(app: App, viewer: Viewer): Promise<Static<typeof UserInfo>> {
  const { json } = await requireAccount(app, viewer.accountId)
  return {
    iss: issuer(app),
    sub: json.uri,
    name: json.display_name,
    preferred_username: json.username,
    profile: profileUrl(app, json.username),
    picture: json.avatar,
  }
}

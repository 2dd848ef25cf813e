import type { App } from '../app.ts'
import type { Bearer } from '../http/index.ts'
import { type Problem, type ProblemDetails, unauthorized, unprocessable } from '../kit/index.ts'
import { transact } from '../storage/index.ts'
import { createApp, type NewApp } from './apps.ts'
import { appById } from './queries.ts'
import type { AppForm, Application, CredentialApplication } from './schema.ts'
import { DEFAULT_SCOPES, isScope, splitScopes } from './scopes.ts'
import { pushKey } from './signals.ts'

/** Mastodon's bounds, in characters. */
const NAME_MAX = 60
const ADDRESS_MAX = 2000
const ADDRESSES_MAX = 100
/** They would run in the browser instead of leading back to an app. */
const FORBIDDEN_SCHEMES = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:'])

/**
 * Registers an app (`POST /api/v1/apps`); anybody may.
 *
 * @throws Problem 422 that names the field.
 */
export async function registerApp(app: App, form: AppForm): Promise<CredentialApplication> {
  const wanted = readApp(form)
  const made = await transact(app.db, (tx) => createApp(tx, wanted))
  return {
    ...(await applicationOf(app, { id: made.id, ...wanted })),
    client_id: made.clientId,
    client_secret: made.clientSecret,
    client_secret_expires_at: 0,
  }
}

/** The app that a token belongs to. @throws Problem 401 without one. */
export async function ownApp(app: App, bearer: Bearer | null): Promise<Application> {
  const row = bearer && (await appById(app.db.read, bearer.appId))[0]
  if (!row) throw unauthorized()
  return await applicationOf(app, { ...row, redirectUris: row.redirect_uris })
}

const applicationOf = async (app: App, made: NewApp & { id: number }): Promise<Application> => ({
  id: String(made.id),
  name: made.name,
  website: made.website,
  scopes: [...made.scopes],
  redirect_uri: made.redirectUris.join('\n'),
  redirect_uris: [...made.redirectUris],
  vapid_key: (await app.bus.ask(pushKey, {})) ?? '',
})

function readApp(form: AppForm): NewApp {
  const name = form.client_name?.trim() ?? ''
  if (name === '') throw wrong('client_name', 'ERR_BLANK', "Application name can't be blank")
  if ([...name].length > NAME_MAX) {
    throw wrong('client_name', 'ERR_TOO_LONG', `Application name is too long (maximum is ${NAME_MAX} characters)`)
  }
  const scopes = splitScopes(form.scopes ?? '')
  if (!scopes.every(isScope)) throw wrong('scopes', 'ERR_INVALID', "Scopes doesn't match configured on the server.")
  return {
    name,
    website: readWebsite(form.website?.trim() ?? ''),
    redirectUris: readAddresses(form.redirect_uris ?? ''),
    scopes: scopes.length > 0 ? scopes : splitScopes(DEFAULT_SCOPES),
  }
}

function readWebsite(website: string): string | null {
  if (website === '') return null
  if (website.length > ADDRESS_MAX || !/^https?:$/.test(URL.parse(website)?.protocol ?? '')) {
    throw wrong('website', 'ERR_INVALID', 'Website is not a valid URL')
  }
  return website
}

/** Kept letter for letter: what comes with a request later must be the same. */
function readAddresses(written: string | readonly string[]): string[] {
  const list = (typeof written === 'string' ? [written] : written).flatMap((text) => text.split(/\s+/)).filter(Boolean)
  const addresses = [...new Set(list)]
  if (addresses.length === 0) throw wrong('redirect_uris', 'ERR_BLANK', "Redirect URI can't be blank")
  if (addresses.length > ADDRESSES_MAX)
    throw wrong('redirect_uris', 'ERR_TOO_LONG', 'Redirect URI has too many addresses.')
  for (const address of addresses) {
    const reason = wrongAddress(address)
    if (reason) throw wrong('redirect_uris', 'ERR_INVALID', `Redirect URI ${reason}`)
  }
  return addresses
}

function wrongAddress(address: string): string | null {
  if (address.length > ADDRESS_MAX) return `is too long (maximum is ${ADDRESS_MAX} characters)`
  const protocol = URL.parse(address)?.protocol
  if (protocol === undefined || protocol === null) return 'must be an absolute URI.'
  if (FORBIDDEN_SCHEMES.has(protocol)) return 'is forbidden by the server.'
  // RFC 6749, section 3.1.2.
  if (address.includes('#')) return 'cannot contain a fragment.'
  return null
}

const wrong = (field: string, error: string, description: string): Problem =>
  unprocessable(`Validation failed: ${description}`, { [field]: [{ error, description }] } satisfies ProblemDetails)

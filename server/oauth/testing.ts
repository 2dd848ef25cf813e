/** For tests of signing in: people with a password, and a browser that keeps cookies and fills forms. */
import { createHash, randomBytes } from 'node:crypto'
import type { Reply, World } from '../../testing/world.ts'
import { createAccount } from '../accounts/index.ts'
import { transact } from '../storage/index.ts'

export const PASSWORD = 'correct horse battery'
/** What hashing the password once gave, so that a test need not. */
export const PASSWORD_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$GJnMWjZOUZZlzkDr/NaGeg$vL9K/lPGIECT/bfv6/IUD1r8mYt5AEuUysWr1XxCW4E'

export const CALLBACK = 'https://app.example/callback?from=tweeter'

/** @returns the id of a person who signs in with PASSWORD. */
export async function addPerson(
  world: World,
  username: string,
  state: { confirmed?: boolean; approved?: boolean } = {},
): Promise<number> {
  const { id } = await transact(world.app.db, (tx) =>
    createAccount(tx, {
      username,
      email: `${username}@people.example`,
      passwordHash: PASSWORD_HASH,
      role: 'user',
      confirmed: state.confirmed ?? true,
      approved: state.approved ?? true,
      now: world.app.now(),
    }),
  )
  return id
}

export interface Client {
  readonly client_id: string
  readonly client_secret: string
}

export async function registered(world: World, more: object = {}): Promise<Client> {
  const body = { client_name: 'Test app', redirect_uris: CALLBACK, scopes: 'read write', ...more }
  const reply = await world.call('POST', '/api/v1/apps', { body })
  return { client_id: reply.json.client_id, client_secret: reply.json.client_secret }
}

/** PKCE (RFC 7636): a verifier and its S256 challenge. */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

export const query = (parameters: Record<string, string>): string => new URLSearchParams(parameters).toString()

export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #world: World
  readonly #more: Record<string, string>

  /** @param more further header fields of every request, such as `user-agent`. */
  constructor(world: World, more: Record<string, string> = {}) {
    this.#world = world
    this.#more = more
  }

  async get(url: string): Promise<Reply> {
    return this.#keep(await this.#world.call('GET', url, { headers: this.#headers() }))
  }

  async post(url: string, fields: Record<string, string>): Promise<Reply> {
    return this.#keep(await this.#world.call('POST', url, { body: query(fields), headers: this.#headers() }))
  }

  /** Sends the form of a page, with what was typed or pressed. */
  async submit(page: Reply, action: string, typed: Record<string, string>): Promise<Reply> {
    const form = new RegExp(`<form[^>]*action="${action}">(.*?)</form>`, 's').exec(page.text)?.[1]
    if (form === undefined) throw new Error(`The page has no form for ${action}: ${page.text}`)
    const hidden = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
    return this.post(action, { ...Object.fromEntries([...hidden].map((one) => [one[1]!, plain(one[2]!)])), ...typed })
  }

  async signIn(login: string, next = '/', password = PASSWORD): Promise<Reply> {
    const page = await this.get(`/auth/sign_in?${query({ next })}`)
    return this.submit(page, '/auth/sign_in', { login, password })
  }

  /** Through the consent page. @returns the address that the browser is sent to. */
  async authorize(url: string, decision: 'authorize' | 'deny' = 'authorize'): Promise<string> {
    const answer = await this.submit(await this.get(url), '/oauth/authorize', { decision })
    return String(answer.headers.location)
  }

  /** @returns a code for the app, of whoever is signed in. */
  async code(client: Client, more: Record<string, string> = {}): Promise<string> {
    return new URL(await this.authorize(authorizeUrl(client, more))).searchParams.get('code')!
  }

  #headers(): Record<string, string> {
    return { ...this.#more, cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  }

  #keep(reply: Reply): Reply {
    for (const line of [reply.headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(String(line))!
      if (/max-age=0/i.test(String(line))) this.cookies.delete(name!)
      else this.cookies.set(name!, value!)
    }
    return reply
  }
}

export const authorizeUrl = ({ client_id }: Client, more: Record<string, string> = {}): string =>
  `/oauth/authorize?${query({ response_type: 'code', client_id, redirect_uri: CALLBACK, scope: 'read', ...more })}`

const plain = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

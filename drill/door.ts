/** What clients of Tweeter do, over HTTP as any app. */
import type { Act, Answer, Balance, Door, Place } from './history.ts'
import { classOf } from './history.ts'
import type { People } from './people.ts'

/** Longer than anything may take; who waits so long has no answer. */
const PATIENCE_MS = 10_000

export interface Request {
  readonly method: string
  readonly path: string
  readonly token?: string | undefined
  readonly body?: object
  readonly key?: string
}

export interface Reply {
  /** 0: no answer came. */
  readonly status: number
  readonly json: unknown
}

/** Never throws. */
export async function ask(url: string, { method, path, token, body, key }: Request): Promise<Reply> {
  try {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    return { status: reply.status, json: await reply.json() }
  } catch (error) {
    return { status: 0, json: { error: String(error) } }
  }
}

const field = (json: unknown, name: string): unknown => (json as Record<string, unknown> | null)?.[name]

export class TweeterDoor implements Door {
  readonly #urls: readonly [string, string]
  readonly people: People

  constructor(urls: readonly [string, string], people: People) {
    this.#urls = urls
    this.people = people
  }

  ask(at: Place, request: Request): Promise<Reply> {
    return ask(this.#urls[at], request)
  }

  /** The same as a person who takes part. */
  as(at: Place, name: string, method: string, path: string, body?: object): Promise<Reply> {
    return this.ask(at, { method, path, token: this.people.by.get(name)!.token, ...(body && { body }) })
  }

  async act(at: Place, act: Act): Promise<Answer> {
    const { status, json } = await this.ask(at, this.#requestOf(act))
    const id = field(json, 'id')
    const error = field(json, 'error')
    return {
      status,
      outcome: outcomeOf(act, status, String(error ?? '')),
      ...(act.kind === 'post' && typeof id === 'string' && { id }),
      ...(act.kind === 'balances' && status === 200 && { balances: json as Balance[] }),
      ...(typeof error === 'string' && { error }),
    }
  }

  #requestOf(act: Act): Request {
    const by = 'by' in act ? this.people.by.get(act.by)! : null
    const token = by?.token
    switch (act.kind) {
      case 'post':
        return { method: 'POST', path: '/api/v1/statuses', token, body: { status: act.text } }
      case 'edit':
        return { method: 'PUT', path: `/api/v1/statuses/${act.post}`, token, body: { status: act.value } }
      case 'delete':
        return { method: 'DELETE', path: `/api/v1/statuses/${act.post}`, token }
      case 'like':
        return { method: 'POST', path: `/api/v1/statuses/${act.post}/${act.value ? '' : 'un'}favourite`, token }
      case 'boost':
        return { method: 'POST', path: `/api/v1/statuses/${act.post}/${act.value ? '' : 'un'}reblog`, token }
      case 'follow':
      case 'block': {
        const verb = `${act.value ? '' : 'un'}${act.kind}`
        return { method: 'POST', path: `/api/v1/accounts/${this.people.by.get(act.of)!.id}/${verb}`, token }
      }
      case 'note':
        return { method: 'PATCH', path: '/api/v1/accounts/update_credentials', token, body: { note: act.value } }
      case 'language': {
        const body = { source: { language: act.value } }
        return { method: 'PATCH', path: '/api/v1/accounts/update_credentials', token, body }
      }
      case 'sign-out': {
        const { id, secret } = this.people.client
        const body = { token: act.token, client_id: id, client_secret: secret }
        return { method: 'POST', path: '/oauth/revoke', body }
      }
      case 'timeline':
        return { method: 'GET', path: '/api/v1/timelines/home', token }
      case 'register':
        return { method: 'POST', path: '/api/v1/accounts', token: this.people.appToken, body: signUp(act.name) }
      case 'transfer': {
        const { key, from, to, amount } = act
        return { method: 'POST', path: '/api/drill/transfers', key, body: { from, to, amount } }
      }
      case 'balances':
        return { method: 'GET', path: '/api/drill/balances' }
    }
  }
}

/** The address differs each time, so that it is the name that is fought for. */
const signUp = (name: string) => ({
  username: name,
  email: `${crypto.randomUUID()}@drill.example`,
  password: crypto.randomUUID(),
  agreement: true,
  locale: 'en',
})

/**
 * A home thing that is refused was not done: that is promised, unless the refusal says that it is unknown. Of shared
 * things nothing is promised about a 5xx.
 */
function outcomeOf(act: Act, status: number, error: string): Answer['outcome'] {
  if (status >= 200 && status < 300) return 'yes'
  if (status >= 400 && status < 500) return 'no'
  if (status === 503 && classOf(act.kind) !== 'shared') return /outcome.unknown/i.test(error) ? 'unknown' : 'no'
  return 'unknown'
}

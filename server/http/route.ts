import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static, type TSchema } from 'typebox'
import type { App } from '../app.ts'
import { type Question, question } from '../signals/index.ts'
import type { LimitName } from './limits.ts'
import type { Scope } from './scopes.ts'
import type { ShownPost, Subject } from './subject.ts'

export type Role = 'owner' | 'admin' | 'moderator' | 'user'

/** Who looks. Every query that shows something is bound to one. */
export interface Viewer {
  readonly accountId: number
  readonly role: Role
}

/** What a bearer token stands for. */
export interface Bearer {
  readonly tokenId: number
  readonly appId: number
  readonly scopes: ReadonlySet<string>
  /** null: the token is an app's own (client credentials). */
  readonly viewer: Viewer | null
  /** Why this person may do nothing yet, or any more (403). */
  readonly refused: string | null
  /** The browser's session that it is, of the web client; null: a token that an app holds. */
  readonly sessionId: number | null
  /** Of the app that the token was given to; null for the web client. */
  readonly appName: string | null
}

/** Asked for each request that carries a token; null when the token is unknown, expired or revoked. */
export const whoHolds: Question<string, Bearer> = question(
  'http.who-holds',
  'A request carries this bearer token: whose is it, and what may it do?',
)

interface SessionAsked {
  /** The value of the browser's cookie. */
  readonly secret: string
  /** null: nobody visits; it is only looked whether the session still holds. */
  readonly visit: { readonly request: FastifyRequest; readonly reply: FastifyReply } | null
}

/** Asked for each request of our own web client; null as above, and for those who may not act. */
export const whoseSession: Question<SessionAsked, Bearer> = question(
  'http.whose-session',
  'A page of ours calls the API with the cookie of this session: whose is it, and what may it do?',
)

export type Who = 'user' | 'app' | 'anyone'
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a handler gets; everything in it has been checked. */
export interface Call<V, P, Q, B> {
  readonly app: App
  readonly viewer: V
  readonly bearer: Bearer | null
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

type ViewerOf<W extends Who> = W extends 'user' ? Viewer : Viewer | null
type StaticOr<S extends TSchema | undefined> = S extends TSchema ? Static<S> : Record<string, never>

/** An endpoint, saying all about itself. */
export interface RouteSpec<
  W extends Who,
  P extends TSchema | undefined,
  Q extends TSchema | undefined,
  B extends TSchema | undefined,
  R extends TSchema | undefined,
> {
  /** Several when real clients send either (PUT where the documentation says PATCH). */
  readonly method: Method | readonly Method[]
  readonly url: string
  /** The OAuth scope that a token must carry; 'public' when no token is ever looked at for a right. */
  readonly scope: Scope | 'public'
  /**
   * user: a person's token is needed (the default with a scope). app: any token will do. anyone: no token is needed,
   * but one that comes must carry the scope (the default with 'public').
   */
  readonly who?: W
  readonly limit: LimitName
  readonly summary: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** Multipart fields that may be files, with the bytes that each may have. */
  readonly files?: Readonly<Record<string, number>>
  /** Files may be too large for memory: they come as `SpooledFile`s, which are gone after the answer. */
  readonly spool?: boolean
  /** The JSON that is answered. Without it the handler answers bytes or text of its own (`reply.type`). */
  readonly reply?: R
  /** A page for people: errors are shown as HTML. */
  readonly page?: boolean
  /** For the request files: the post, profile or hashtag that a request was about. Asked when it was answered well. */
  readonly about?: (params: StaticOr<P>, answer: StaticOr<R>) => Subject
  /** The same: the answer is a list of posts, or has such a list somewhere. */
  readonly shows?: 'posts' | ((answer: StaticOr<R>) => readonly (ShownPost | null | undefined)[])
  readonly handle: (
    call: Call<ViewerOf<W>, StaticOr<P>, StaticOr<Q>, StaticOr<B>>,
  ) => R extends TSchema ? Promise<Static<R> | Buffer> | Static<R> : unknown
}

/** A route with its types forgotten, as the server registers it. */
export interface Route {
  readonly method: readonly Method[]
  readonly url: string
  readonly scope: Scope | 'public'
  readonly who: Who
  readonly limit: LimitName
  readonly summary: string
  readonly params: TSchema | undefined
  readonly query: TSchema | undefined
  readonly body: TSchema | undefined
  readonly files: Readonly<Record<string, number>>
  readonly spool: boolean
  readonly reply: TSchema | undefined
  readonly page: boolean
  readonly about: ((params: unknown, answer: unknown) => Subject) | undefined
  readonly shows: 'posts' | ((answer: unknown) => readonly (ShownPost | null | undefined)[]) | undefined
  /** `server/posts/routes.ts:12`: where it is written. */
  readonly at: string
  readonly handle: (call: Call<Viewer | null, unknown, unknown, unknown>) => unknown
}

/** Declares an endpoint. */
export function route<
  const W extends Who = 'user',
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
  R extends TSchema | undefined = undefined,
>(spec: RouteSpec<W, P, Q, B, R>): Route {
  return {
    method: typeof spec.method === 'string' ? [spec.method] : spec.method,
    url: spec.url,
    scope: spec.scope,
    who: spec.who ?? (spec.scope === 'public' ? 'anyone' : 'user'),
    limit: spec.limit,
    summary: spec.summary,
    params: spec.params,
    query: spec.query,
    body: spec.body,
    files: spec.files ?? {},
    spool: spec.spool ?? false,
    reply: spec.reply,
    page: spec.page ?? false,
    about: spec.about as Route['about'],
    shows: spec.shows as Route['shows'],
    at: callerOf(new Error().stack ?? ''),
    // The one seam where the types are forgotten: `answer` (serve.ts) checks each part against the same schemas.
    handle: spec.handle as unknown as Route['handle'],
  }
}

function callerOf(stack: string): string {
  const line = stack.split('\n')[2] ?? ''
  return /((?:server|examples|tests|testing)\/[^\s)]+:\d+):\d+/.exec(line)?.[1] ?? line.trim()
}

/** An id in a path, a query or a body: digits. A path that has none is a 404, as an id that nothing has. */
export const Id = Type.String({ pattern: '^[0-9]{1,16}$', description: 'An id' })
export const IdParams = Type.Object({ id: Id })
export const Flag = Type.Boolean()
/** How many of a list; out of bounds is brought into them, as Mastodon does. */
export const Limit = (fallback: number, most: number) =>
  Type.Integer({ minimum: 1, maximum: most, default: fallback, clamp: true })
/** A file of a multipart body; its field must be named in `files`. */
export const File = Type.Unsafe<import('./body.ts').UploadedFile>({ file: true, type: 'object' })
/** The same for a route with `spool`. */
export const LargeFile = Type.Unsafe<import('./spool.ts').SpooledFile>({ file: true, type: 'object' })
/** The `{}` that Mastodon answers where there is nothing to say. */
export const Empty = Type.Object({})

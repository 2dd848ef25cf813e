/** What a request was about and what its answer shows: told by the route, once it is answered. For the request files. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Route } from './route.ts'
import type { Served } from './signals.ts'

export interface Subject {
  /** The one post. */
  readonly post?: number
  /** The account whose profile it is. */
  readonly profile?: number
  /** The hashtag, normalised. */
  readonly tag?: string
  /** The posts that the answer shows, in a list. */
  readonly posts?: readonly number[]
}

/** A post as an answer has it: a boost shows the one that it boosts. */
export interface ShownPost {
  readonly id: string
  readonly reblog?: { readonly id: string } | null
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once it is answered well; by pages themselves. */
    subject: Subject | null
    /** Who is signed in; for pages, who is signed in with this browser. */
    accountId: number | null
    appName: string | null
    /** Of a body that is sent as it comes, and has no length before. */
    sentBytes: number
    reply: FastifyReply | null
    /** Whether `requestServed` was told of it. */
    isTold: boolean
  }
}

/** An answer of bytes that were put together before: they carry the ids of the posts in them. */
type Bytes = Buffer & { posts?: readonly number[] }

/** Notes which posts are in the bytes of an answer. @returns the same bytes. */
export function showing(bytes: Buffer, posts: readonly number[]): Buffer {
  ;(bytes as Bytes).posts = posts
  return bytes
}

export const idsOf = (posts: readonly (ShownPost | null | undefined)[]): number[] =>
  posts.flatMap((post) => (post ? [Number(post.reblog?.id ?? post.id)] : []))

/** Makes what finds the subject of a route's answered requests; null where there is never one. */
export function subjectFinder({ about, shows }: Route): ((params: unknown, answer: unknown) => Subject) | null {
  if (!shows) return about ?? null
  return (params, answer) => {
    const posts = postsIn(answer, shows)
    return about ? { ...about(params, answer), posts } : { posts }
  }
}

function postsIn(answer: unknown, shows: NonNullable<Route['shows']>): readonly number[] {
  if (Buffer.isBuffer(answer)) return (answer as Bytes).posts ?? []
  return idsOf(shows === 'posts' ? (answer as ShownPost[]) : shows(answer))
}

/** All that is told of an answered request. */
export function servedFact(request: FastifyRequest, reply: FastifyReply): Served {
  const length = reply.getHeader('content-length')
  return {
    route: request.routeOptions.url ?? null,
    method: request.method,
    status: reply.statusCode,
    durationMs: reply.elapsedTime,
    stream: reply.getHeader('content-type') === 'text/event-stream',
    bytes: length === undefined ? request.sentBytes : request.method === 'HEAD' ? 0 : Number(length),
    // Of a connection that is gone nothing may be known any more.
    address: request.ip ?? '',
    userAgent: request.headers['user-agent'] ?? '',
    appName: request.appName,
    accountId: request.accountId,
    subject: request.subject,
  }
}

/** The status that nginx gives to what nobody waited for; there is no other word for it. */
const GONE = 499

/** The same where the client left before its answer was whole. Of a body no more was sent than its connection ever took. */
export function abortedFact(request: FastifyRequest, reply: FastifyReply): Served {
  const served = servedFact(request, reply)
  if (!reply.raw.headersSent) return { ...served, status: GONE, bytes: 0, subject: null }
  return { ...served, bytes: Math.min(served.bytes, request.raw.socket.bytesWritten) }
}

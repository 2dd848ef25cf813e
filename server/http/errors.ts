import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { type Content, html, messageOf, Problem, unavailable } from '../kit/index.ts'
import { formOld, frameOf, frameWithViewer } from './forms.ts'
import { pagePolicy } from './headers.ts'
import { speak } from './messages/index.ts'
import { noIndex, type PageFrame, page, panel } from './page.ts'

/** Postgres is not there (or not any more): nothing of ours is wrong, and trying again will help. */
const goneCodes = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNRESET',
  '57P01',
  '57P02',
  '57P03',
  '53300',
])

/** Turns whatever was thrown into what the client may know. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  const { code, statusCode, message } = error as FastifyError
  if (code === '53100' || code === 'ENOSPC')
    return unavailable('There is no room left on the disk of this server. Please try again later.', 60)
  if (goneCodes.has(code)) return unavailable('The database cannot be reached at the moment. Please try again.', 5)
  // Fastify's own: a body that is too large, an unknown content type, a bad length.
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return new Problem(statusCode, message)
  // A value out of a column's range that no schema bounds (22xxx: data exception) came from the client.
  if (typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code)) return new Problem(422, 'A value is out of range.')
  return null
}

export async function sendError(
  app: App,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  asPage: boolean,
): Promise<FastifyReply> {
  const problem = problemOf(error)
  const happened = `${request.method} ${pathOf(request)} failed: ${messageOf(error)}`
  if (problem === null) app.log.error({ error, request: request.id }, happened)
  // Of what is out of reach a line is enough: where it was asked for is not where it went wrong.
  else if (problem.status === 503) app.log.warn({ request: request.id }, happened)
  const status = problem?.status ?? 500
  const message = problem?.message ?? `Something went wrong here. The operator finds it in the log as ${request.id}.`
  reply.code(status)
  if (problem?.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds)
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="Tweeter"')
  if (leftUnread(request)) reply.header('connection', 'close')
  if (asPage) {
    reply.header('content-security-policy', pagePolicy)
    // What went wrong may be the very thing that would tell who looks.
    const frame = await frameWithViewer({ app, request, reply }).catch(() => frameOf({ app, request }))
    return reply.type('text/html; charset=utf-8').send(errorPage(frame, problem, message, request.id))
  }
  return reply.type('application/json; charset=utf-8').send(
    JSON.stringify({
      error: message,
      ...(problem?.code ? { error_description: message, error: problem.code } : {}),
      ...(problem?.details ? { details: problem.details } : {}),
    }),
  )
}

/** Whether more of a body is coming that nobody will read: its connection would wait for it until it times out. */
const leftUnread = ({ raw, headers }: FastifyRequest): boolean =>
  raw.complete === false && (headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0)

function errorPage(frame: PageFrame, problem: Problem | null, message: string, id: string): string {
  const t = speak(frame.language)
  const status = problem?.status ?? 500
  const title = status === 404 ? t('error.notFound') : status >= 500 ? t('error.failed') : t('error.refused')
  const text: Content =
    problem === null ? t.parts('error.failedText', { id: html`<bdi>${id}</bdi>` }) : t(`error.${textOf(problem)}`)
  // The exact words come from where nobody knows who reads them, in English; those of a 404 say no more than the page.
  const exact = problem !== null && problem.code !== formOld && status !== 404
  const body = panel({
    title,
    icon: 'alert',
    bad: status >= 500,
    body: html`<p>${text}</p>${exact && html`<p class="soft small" lang="en" dir="ltr">${message}</p>`}
<p><a href="/">${t('error.frontPage')}</a></p>`,
  })
  return page({ ...frame, title, head: noIndex, body })
}

function textOf({ status, code }: Problem) {
  if (code === formOld) return 'formOld'
  if (status >= 500) return 'unavailable'
  return TEXTS[status] ?? 'badRequest'
}

const TEXTS: Readonly<Record<number, 'notFoundText' | 'forbidden' | 'tooLarge' | 'tooMany'>> = {
  401: 'forbidden',
  403: 'forbidden',
  404: 'notFoundText',
  410: 'notFoundText',
  413: 'tooLarge',
  429: 'tooMany',
}

/** Without the query, which may hold a token. */
export const pathOf = (request: FastifyRequest): string => request.url.split('?')[0]!

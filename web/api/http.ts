/** How the client talks to its server: JSON over fetch, on the same origin, by the browser's session cookie. */

/** What the server refused, or that it could not be reached (`status` 0). `message` is for people. */
export class ApiError extends Error {
  readonly status: number
  /** By field, as forms have them. */
  readonly details: Readonly<Record<string, readonly { error: string; description: string }[]>>
  /** Seconds after which it makes sense to ask again; null when the server did not say. */
  readonly retryAfter: number | null
  constructor(status: number, message: string, details: ApiError['details'] = {}, retryAfter: number | null = null) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.details = details
    this.retryAfter = retryAfter
  }
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>

/** `path?a=1&b[]=2`: what is null or undefined is left out. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue
    if (typeof value === 'object') for (const one of value) search.append(`${name}[]`, one)
    else search.set(name, String(value))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

const TIMEOUT_MS = 30_000

async function send(
  method: string,
  url: string,
  body?: unknown,
  signal?: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const isForm = body instanceof FormData
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  let response: Response
  try {
    response = await fetch(url, {
      method,
      credentials: 'same-origin',
      headers: {
        // By it the server knows us where browsers do not say `Sec-Fetch-Site` (server/http/credentials.ts).
        'x-tweeter-client': '1',
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError(0, '')
  }
  if (!response.ok) throw await refusal(response)
  return response
}

async function refusal(response: Response): Promise<ApiError> {
  const json = (await response.json().catch(() => ({}))) as {
    error?: string
    error_description?: string
    details?: ApiError['details']
  }
  const retryAfter = Number(response.headers.get('retry-after')) || null
  if (response.status === 401) window.dispatchEvent(new Event('tweeter:signed-out'))
  return new ApiError(response.status, json.error ?? response.statusText, json.details, retryAfter)
}

export const get = async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  (await send('GET', address(path, query), undefined, signal)).json() as Promise<T>
const writer =
  (method: string) =>
  async <T>(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<T> =>
    (await send(method, path, body, undefined, headers)).json() as Promise<T>
export const post = writer('POST')
export const put = writer('PUT')
export const patch = writer('PATCH')
export const del = writer('DELETE')

/** One page of a list, and where its neighbours are. Both addresses are opaque: made by the server (Link header). */
export interface Paged<T> {
  readonly items: T[]
  /** Older ones. */
  readonly next: string | null
  /** Newer ones. */
  readonly prev: string | null
}

/** @param url a path, or the `next` or `prev` of a page before. */
export async function getPage<T>(url: string, query?: Query, signal?: AbortSignal): Promise<Paged<T>> {
  const { body, ...links } = await getLinked<T[]>(url, query, signal)
  return { items: body, ...links }
}

/** The same for a page that is no bare list. */
export async function getLinked<T>(
  url: string,
  query?: Query,
  signal?: AbortSignal,
): Promise<{ readonly body: T } & Pick<Paged<unknown>, 'next' | 'prev'>> {
  const response = await send('GET', address(url, query), undefined, signal)
  const links = linksOf(response.headers.get('link') ?? '')
  return { body: (await response.json()) as T, next: links.next ?? null, prev: links.prev ?? null }
}

/** The targets of a Link header (RFC 8288) by their `rel`, as paths on this origin. */
export function linksOf(header: string): Partial<Record<'next' | 'prev', string>> {
  const links: Partial<Record<'next' | 'prev', string>> = {}
  for (const [, target, rel] of header.matchAll(/<([^>]+)>;\s*rel="(next|prev)"/g)) {
    const { pathname, search } = new URL(target!, 'http://x')
    links[rel as 'next' | 'prev'] = pathname + search
  }
  return links
}

/** Uploads a form and tells how far it is, from 0 to 1 (fetch cannot). */
export function upload<T>(
  path: string,
  form: FormData,
  onProgress: (part: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('x-tweeter-client', '1')
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onerror = () => failed(new ApiError(0, ''))
    request.onload = () => {
      const json = parsed(request.responseText)
      if (request.status < 300) done(json as T)
      else failed(new ApiError(request.status, (json as { error?: string }).error ?? request.statusText))
    }
    signal?.addEventListener('abort', () => {
      request.abort()
      failed(new DOMException('The upload was cancelled', 'AbortError'))
    })
    request.send(form)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {} // an answer of something between us and the server: its status says enough
  }
}

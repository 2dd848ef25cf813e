/** The bundled web client (web/dist), kept in memory with its compressed forms. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound, unavailable } from '../../kit/index.ts'

const DIST = new URL('../../../web/dist/', import.meta.url)

/** One entry of Vite's manifest. */
interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>

interface Built {
  readonly manifest: Manifest
  readonly files: ReadonlySet<string>
}

let built: { readonly at: number; readonly of: Built } | null = null

/** What is built now: read again when somebody built anew. @throws Problem 503 when nobody ever did. */
function currentBuild(): Built {
  try {
    const at = statSync(new URL('manifest.json', DIST)).mtimeMs
    if (built?.at !== at) {
      const manifest = JSON.parse(readFileSync(new URL('manifest.json', DIST), 'utf8')) as Manifest
      built = { at, of: { manifest, files: new Set(readdirSync(DIST)) } }
      kept.clear()
    }
    return built.of
  } catch {
    throw unavailable('The web client is not built yet: run `npm run build`, or start the server by `npm start`.', 60)
  }
}

/** Addresses of what the page must load: its entry with all that it imports, and the texts of the language. */
export function clientFiles(language: string): {
  readonly scripts: string[]
  readonly styles: string[]
  readonly preload: string[]
} {
  const { manifest } = currentBuild()
  const seen = new Set<string>()
  const walk = (key: string): void => {
    if (seen.has(key) || !manifest[key]) return
    seen.add(key)
    for (const next of manifest[key].imports ?? []) walk(next)
  }
  walk('web/app/main.tsx')
  const entry = manifest['web/app/main.tsx']!.file
  walk(`web/messages/${language}/index.ts`)
  const chunks = [...seen].map((key) => manifest[key]!)
  const at = (file: string) => `/client/${file}`
  return {
    scripts: [at(entry)],
    styles: [...new Set(chunks.flatMap((chunk) => chunk.css ?? []))].map(at),
    preload: chunks
      .map((chunk) => chunk.file)
      .filter((file) => file !== entry)
      .map(at),
  }
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
  woff2: 'font/woff2',
}

interface Kept {
  readonly plain: Buffer
  readonly br: Buffer
  readonly gzip: Buffer
}
const kept = new Map<string, Promise<Kept>>()
const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

async function load(file: string): Promise<Kept> {
  const plain = readFileSync(new URL(file, DIST))
  const [br, gz] = await Promise.all([
    brotli(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    }),
    zip(plain, { level: 9 }),
  ])
  return { plain, br, gzip: gz }
}

/** Compresses everything before anybody asks, file by file, on the pool of threads. */
export async function warmClient(): Promise<void> {
  for (const file of currentBuild().files) if (/\.(?:js|css)$/.test(file)) await fileOf(file)
}

function fileOf(file: string): Promise<Kept> {
  const found = kept.get(file) ?? load(file)
  kept.set(file, found)
  return found
}

/** GET /client/:file. Names carry a hash, so a file never changes. @throws Problem 404 for what is not built. */
export async function sendClientFile(file: string, request: FastifyRequest, reply: FastifyReply): Promise<Buffer> {
  if (!currentBuild().files.has(file) || file === 'manifest.json') throw notFound('There is no such file.')
  return await sendKept(file, 'public, max-age=31536000, immutable', request, reply)
}

/** GET /sw.js: the service worker, which must be asked for anew, and may serve the whole site. */
export const sendWorker = (request: FastifyRequest, reply: FastifyReply): Promise<Buffer> => {
  currentBuild()
  // What a worker fetches for its pages is judged by the policy of the worker itself.
  reply.header('content-security-policy', "default-src 'none'; connect-src 'self'")
  return sendKept('sw.js', 'no-cache', request, reply)
}

async function sendKept(file: string, caching: string, request: FastifyRequest, reply: FastifyReply): Promise<Buffer> {
  const { plain, br, gzip: gz } = await fileOf(file)
  const accepted = request.headers['accept-encoding'] ?? ''
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null
  reply.type(TYPES[file.split('.').at(-1)!] ?? 'application/octet-stream')
  reply.header('cache-control', caching).header('vary', 'accept-encoding')
  if (encoding) reply.header('content-encoding', encoding)
  return encoding === 'br' ? br : encoding === 'gzip' ? gz : plain
}

/** The bundled web client (web/dist), kept in memory with its compressed forms. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
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

/** What the build compressed (web/build.ts); other files have no such form. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const
const kept = new Map<string, Buffer>()

/** A file of the bundle, read once. */
function fileOf(name: string): Buffer {
  const bytes = kept.get(name) ?? readFileSync(new URL(name, DIST))
  kept.set(name, bytes)
  return bytes
}

/** GET /client/:file. Names carry a hash, so a file never changes. @throws Problem 404 for what is not built. */
export function sendClientFile(file: string, request: FastifyRequest, reply: FastifyReply): Buffer {
  if (!currentBuild().files.has(file) || !/\.\w+$/.test(file) || file === 'manifest.json')
    throw notFound('There is no such file.')
  return sendKept(file, 'public, max-age=31536000, immutable', request, reply)
}

/** GET /sw.js: the service worker, which must be asked for anew, and may serve the whole site. */
export const sendWorker = (request: FastifyRequest, reply: FastifyReply): Buffer => {
  currentBuild()
  // What a worker fetches for its pages is judged by the policy of the worker itself.
  reply.header('content-security-policy', "default-src 'none'; connect-src 'self'")
  return sendKept('sw.js', 'no-cache', request, reply)
}

function sendKept(file: string, caching: string, request: FastifyRequest, reply: FastifyReply): Buffer {
  const accepted = request.headers['accept-encoding'] ?? ''
  const { files } = currentBuild()
  const packed = ENCODINGS.find(([name, end]) => files.has(file + end) && new RegExp(`\\b${name}\\b`).test(accepted))
  reply.type(TYPES[file.split('.').at(-1)!] ?? 'application/octet-stream')
  reply.header('cache-control', caching).header('vary', 'accept-encoding')
  if (packed) reply.header('content-encoding', packed[0])
  return fileOf(packed ? file + packed[1] : file)
}

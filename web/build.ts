/** Bundles the web client into web/dist, when that is not what the sources say. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const DIST = here('dist')
const STAMP = here('dist/stamp')

/** What the client is made from, beside web/ itself. */
const BESIDE = ['../server/kit/messages.ts', '../server/http/tokens.css', '../package-lock.json']

/** Changes when anything changes that the bundle is made from. */
function stampOfSources(): string {
  const hash = createHash('sha256')
  const own = readdirSync(here('.'), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(DIST) && !/\.test\.ts$|^dist/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .filter((path) => !path.includes('/dist.'))
  for (const path of [...own.sort(), ...BESIDE.map(here).filter(existsSync)]) {
    hash.update(`${path.slice(here('.').length)}\n`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** Whether web/dist is what the sources would give. Where there are no sources (a container), it is. */
export function isClientBuilt(): boolean {
  if (!existsSync(STAMP)) return false
  return !existsSync(here('app/main.tsx')) || readFileSync(STAMP, 'utf8') === stampOfSources()
}

/**
 * Builds unless it is built already. Two at once do no harm: each builds in a folder of its own, and the last is kept.
 *
 * @returns whether there was something to do. @throws what the bundler says is wrong with the sources.
 */
export async function buildClient(): Promise<boolean> {
  if (isClientBuilt()) return false
  const stamp = stampOfSources()
  const { build } = await import('vite')
  const outDir = here(`dist.${process.pid}`)
  try {
    await build({ configFile: here('vite.config.ts'), mode: 'production', build: { outDir } })
    await compress(outDir)
    writeFileSync(`${outDir}/stamp`, stamp)
    rmSync(DIST, { recursive: true, force: true })
    renameSync(outDir, DIST)
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
  return true
}

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)
/** More than this takes seconds at the highest quality, for a few bytes; such files are data, loaded when wanted. */
const LARGE_BYTES = 300_000

/** Each file of text beside itself as `.br` and `.gz`, so that the server never compresses the same bytes again. */
async function compress(folder: string): Promise<void> {
  const files = readdirSync(folder).filter((file) => /\.(?:js|css)$/.test(file))
  await Promise.all(
    files.map(async (file) => {
      const bytes = readFileSync(`${folder}/${file}`)
      const params = { [constants.BROTLI_PARAM_QUALITY]: bytes.length > LARGE_BYTES ? 9 : 11 }
      const [br, gz] = await Promise.all([brotli(bytes, { params }), zip(bytes, { level: 9 })])
      writeFileSync(`${folder}/${file}.br`, br)
      writeFileSync(`${folder}/${file}.gz`, gz)
    }),
  )
}

/** Bundles the web client into web/dist, when that is not what the sources say. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

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
    writeFileSync(`${outDir}/stamp`, stamp)
    rmSync(DIST, { recursive: true, force: true })
    renameSync(outDir, DIST)
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
  return true
}

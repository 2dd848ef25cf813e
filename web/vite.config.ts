import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Writes into the service worker which build it belongs to, so that a new build is a new worker. */
const versionOfWorker: Plugin = {
  name: 'version-of-worker',
  generateBundle(_, bundle) {
    const names = Object.keys(bundle).sort().join()
    const version = createHash('sha256').update(names).digest('hex').slice(0, 12)
    const worker = bundle['sw.js']
    if (worker?.type === 'chunk') worker.code = worker.code.replace('CLIENT_VERSION', version)
  },
}

/**
 * What home needs is one file with one stylesheet, since some thirty small ones cost a first visit more than their bytes
 * (each is a request, a task and a compilation of its own). Everything else stays where the bundler puts it.
 */
const MAIN = here('app/main.tsx')
const WORKER = here('worker/sw.ts')
type Modules = { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null }

/** Modules that this one imports, directly or not, without what it only loads later. */
function reachedFrom(entry: string, modules: Modules): Set<string> {
  const seen = new Set<string>()
  const walk = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    for (const next of modules.getModuleInfo(id)?.importedIds ?? []) walk(next)
  }
  walk(entry)
  return seen
}

let first: ReadonlySet<string> | undefined

/** Whether home needs it. What the worker imports as well is not in it: a worker must not run the client. */
function isFirst(id: string, modules: Modules): boolean {
  first ??= reachedFrom(MAIN, modules).difference(reachedFrom(WORKER, modules))
  return first.has(id)
}

/** The web client is bundled once; the server (server/pages/client) serves what lies in web/dist. */
export default defineConfig({
  root: here('..'),
  base: '/client/',
  publicDir: false,
  logLevel: 'warn',
  plugins: [versionOfWorker],
  oxc: { jsx: { runtime: 'automatic' } },
  css: { modules: { generateScopedName: '[local]_[hash:base64:4]' } },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    assetsDir: '',
    manifest: 'manifest.json',
    target: 'baseline-widely-available',
    // Everything is a file of its own, because the policy of the page allows no data: scripts or styles.
    assetsInlineLimit: 0,
    // The names of all emojis, loaded with their picker.
    chunkSizeWarningLimit: 1000,
    modulePreload: { polyfill: false },
    rollupOptions: {
      checks: { pluginTimings: false },
      // React's packages mark what runs in browsers; here everything does.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
      input: { main: MAIN, sw: WORKER },
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : '[name]-[hash].js'),
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
        codeSplitting: { groups: [{ name: (id, modules) => (isFirst(id, modules) ? 'main' : null) }] },
      },
    },
  },
})

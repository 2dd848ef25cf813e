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
      input: { main: here('app/main.tsx'), sw: here('worker/sw.ts') },
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : '[name]-[hash].js'),
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
})

/** A page of the client that exists for a test alone, on the real server, under the real policy. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { build } from 'vite'

export interface Stage {
  /** From here on the page gets the stage instead of the client. */
  set(page: Page): Promise<void>
  close(): void
}

/** @param source path of the module that draws it, from the root of the project. */
export async function openStage(source: string): Promise<Stage> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const outDir = mkdtempSync(join(tmpdir(), 'tweeter-stage-'))
  await build({
    configFile: join(root, 'web/vite.config.ts'),
    mode: 'production',
    build: { outDir, rollupOptions: { input: { stage: join(root, source) } } },
  })
  const manifest = JSON.parse(readFileSync(join(outDir, 'manifest.json'), 'utf8')) as Record<
    string,
    { file: string; css?: string[]; imports?: string[] }
  >
  const styles = (key: string): string[] => {
    const { css = [], imports = [] } = manifest[key]!
    return [...css, ...imports.flatMap(styles)]
  }
  const links = [...new Set(styles(source))].map((name) => `<link rel="stylesheet" href="/client/${name}">`).join('')
  const script = `<script type="module" src="/client/${manifest[source]!.file}"></script>`
  return {
    set: async (page) => {
      await page.route('**/client/*', (route) =>
        route.fulfill({ path: join(outDir, new URL(route.request().url()).pathname.split('/').at(-1)!) }),
      )
      await page.route('**/explore', async (route) => {
        const response = await route.fetch()
        const shell = (await response.text()).replace(/<link rel="(?:modulepreload|stylesheet)"[^>]*>/g, '')
        const body = shell.replace(/<script type="module"[^>]*><\/script>/, links + script)
        await route.fulfill({ response, body })
      })
    },
    close: () => rmSync(outDir, { recursive: true, force: true }),
  }
}

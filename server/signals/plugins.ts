import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Module } from '../app.ts'

/**
 * Loads each `*.ts` of the folder. A plugin's default export is a Module, as every folder under server/ is: it listens
 * on the same bus with the same types, and may bring routes and migrations.
 *
 * @throws when the folder cannot be read or a file exports no Module; the message names it.
 */
export async function loadPlugins(folder: string | null): Promise<Module[]> {
  if (folder === null) return []
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()
  return await Promise.all(files.map((file) => load(join(folder, file))))
}

async function load(path: string): Promise<Module> {
  const loaded = (await import(pathToFileURL(path).href)) as { default?: Partial<Module> }
  if (typeof loaded.default?.name !== 'string') {
    throw new Error(`The plugin ${path} must export a module as its default: { name, listen(bus, app) { … } }`)
  }
  return loaded.default as Module
}

// Finds a Node that can run the source, which is 24 or newer: this one, or the one that the npm package `node` brings
// into node_modules. Plain JavaScript that any Node can read, as everything in this folder.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const NEEDED = 24

/** The path of that Node. Where there is none, one line says what to do, and this process ends. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath
  const carried = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
  if (existsSync(carried) && spawnSync(carried, ['--version']).stdout?.toString().startsWith('v2')) return carried
  console.error(
    `Tweeter needs Node ${NEEDED}; this is ${process.versions.node}, and the one that npm brings is not installed. ` +
      'Run `npm ci` again with install scripts and development dependencies allowed, or install Node 24.',
  )
  process.exit(1)
}

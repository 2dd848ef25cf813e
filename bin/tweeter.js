#!/usr/bin/env node
// The launcher. It is plain JavaScript that any Node can read, because its work is to find a Node that can run the
// rest: 24 or newer. The npm package `node` brings one into node_modules; without it the machine's own must do.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const NEEDED = 24
const root = new URL('..', import.meta.url)
const own = Number(process.versions.node.split('.')[0])

if (own >= NEEDED) {
  const { main } = await import('../cli/main.ts')
  await main(process.argv.slice(2))
} else {
  const carried = fileURLToPath(new URL('node_modules/node/bin/node', root))
  const usable = existsSync(carried) && spawnSync(carried, ['--version']).stdout?.toString().startsWith('v2')
  if (!usable) {
    console.error(
      `Tweeter needs Node ${NEEDED}; this is ${process.versions.node}, and the one that npm brings is not installed. ` +
        'Run `npm ci` again with install scripts and development dependencies allowed, or install Node 24.',
    )
    process.exit(1)
  }
  const { spawn } = await import('node:child_process')
  const child = spawn(carried, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  // Ctrl-C reaches both, as they share the terminal; a signal sent to this process alone is handed on.
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGINT', () => {})
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

#!/usr/bin/env node
// The launcher: hands the command line to a Node that can run the source.
import { fileURLToPath } from 'node:url'
import { findNode } from './node.js'

const node = findNode()
if (node === process.execPath) {
  const { main } = await import('../cli/main.ts')
  await main(process.argv.slice(2))
} else {
  const { spawn } = await import('node:child_process')
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  // Ctrl-C reaches both, as they share the terminal; a signal sent to this process alone is handed on.
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGINT', () => {})
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

#!/usr/bin/env node
// The launcher: hands the command line to a Node that can run the source.
import nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import { findNode } from './node.js'

const node = findNode()
if (node === process.execPath) {
  // Sources that were made ready once need not be again: commands begin in half the time, and each thread takes 15 MB less.
  // The variable is for threads and child processes. Where the folder cannot be written, nothing is kept.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/tweeter', import.meta.url))
  nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE)
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

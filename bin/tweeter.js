#!/usr/bin/env node
// The launcher: hands the command line to a Node that can run the source.
import nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import { findNode } from './node.js'

/**
 * A follower runs for months beside a server and is to stay small. V8 lets its young objects have up to 120 MB and its
 * old ones four times what they need before it looks for garbage, and heeds these only from the beginning.
 */
const small = ['--max-semi-space-size=4', '--heap-growing-percent=30']

const smallEnv = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '262144' }

const node = findNode()
const line = process.argv.slice(2)
const flags = line[0] === 'requests' && line[1] === 'follow' ? small : []
if (node === process.execPath && flags.every((flag) => process.execArgv.includes(flag))) {
  // Sources that were made ready once need not be again: commands begin in half the time, and each thread takes 15 MB less.
  // The variable is for threads and child processes. Where the folder cannot be written, nothing is kept.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/tweeter', import.meta.url))
  nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE)
  const { main } = await import('../cli/main.ts')
  await main(line)
} else {
  const words = [...flags, fileURLToPath(import.meta.url), ...line]
  // The same process goes on as another one, where the system can do that.
  if (node === process.execPath)
    process.execve?.(node, [node, ...process.execArgv, ...words], { ...smallEnv, ...process.env })
  const { spawn } = await import('node:child_process')
  const child = spawn(node, words, { stdio: 'inherit' })
  // Ctrl-C reaches both, as they share the terminal; a signal sent to this process alone is handed on.
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGINT', () => {})
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

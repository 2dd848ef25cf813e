// `npm test`: lint, types, then every test beside the code, on the Node that npm brings.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findNode } from './node.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = findNode()
const given = process.argv.slice(2)

function run(file, args) {
  const { status, error } = spawnSync(file, args, { cwd: root, stdio: 'inherit' })
  if (error) console.error(error.message)
  if (status !== 0) process.exit(status ?? 1)
}

if (given.length === 0) {
  run(`${root}node_modules/.bin/biome`, ['check', '.'])
  run(`${root}node_modules/.bin/tsc`, ['--noEmit'])
}
run(node, [
  '--test',
  '--test-global-setup=testing/setup.ts',
  '--test-concurrency=2',
  ...(given.length > 0 ? given : ['{server,cli,web,testing,tests,bench,examples}/**/*.test.ts']),
])

// `npm test`: lint, types, then every test beside the code, on the Node that npm brings.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findNode } from './node.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = findNode()
const given = process.argv.slice(2)

// Every test file is a process of its own that loads the whole server: what V8 made of it is kept from one to the next.
const env = { NODE_COMPILE_CACHE: `${root}node_modules/.cache/tests`, ...process.env }

function run(file, args) {
  const { status, error } = spawnSync(file, args, { cwd: root, stdio: 'inherit', env })
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
  ...(given.length > 0 ? given : ['{server,cli,drill,web,testing,tests,bench,examples}/**/*.test.ts']),
])

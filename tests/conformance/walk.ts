/**
 * `npm run proof:conformance -- <openapi.json> <endpoints.tsv>` (or MASTODON_OPENAPI and MASTODON_ENDPOINTS): every
 * operation that apps call, on real data, held against a machine-readable description of Mastodon's API. That is not
 * part of this project; what CI checks are shapes of our own (shapes.test.ts).
 */
import { agreed, conditional, never } from './absent.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'
import { Reference, readWanted } from './reference.ts'
import { openScene, type Scene } from './scene.ts'

const [openapi = process.env.MASTODON_OPENAPI, endpoints = process.env.MASTODON_ENDPOINTS] = process.argv.slice(2)
if (!openapi || !endpoints) {
  console.error('Use: npm run proof:conformance -- <mastodon-openapi.json> <mastodon-endpoints.tsv>')
  process.exit(2)
}
const reference = new Reference(openapi)
const wanted = readWanted(endpoints)

interface Line {
  readonly op: string
  readonly status: number
  readonly wrong: string[]
}

async function walk(scene: Scene, operation: Operation): Promise<Line> {
  const { op, who, gives, status: expected = 200, check } = operation
  const wrong: string[] = []
  const asked = await operation.ask(scene)
  const [url, body] = typeof asked === 'string' ? [asked, undefined] : asked
  const method = op.split(' ')[0]!
  const reply = await scene.call(who, method, url, body)
  const line = { op, status: reply.status, wrong }
  if (reply.status !== expected) wrong.push(`status ${reply.status} for ${url}: ${reply.text.slice(0, 160)}`)
  if (reply.json === null) wrong.push('no JSON')
  if (wrong.length > 0 || expected !== 200) return line
  const own = reference.schemaOf(gives)
  for (const schema of [own, reference.answerOf(op)]) {
    if (schema) wrong.push(...reference.errorsOf(schema, reply.json).filter((one) => !(`${gives} ${one}` in agreed)))
  }
  const absent = new Set(reference.missing(own, reply.json))
  wrong.push(...[...absent].filter((field) => !(shared(field) in conditional)).map((field) => `no ${field}`))
  const said = check?.(reply.json, scene)
  if (said) wrong.push(said)
  return { ...line, wrong: [...new Set(wrong)] }
}

/** What an account is, its other forms are as well. */
const shared = (field: string): string => field.replace(/^(?:CredentialAccount|MutedAccount)\./, 'Account.')

const scene = await openScene()
const lines: Line[] = []
for (const operation of operations) {
  try {
    lines.push(await walk(scene, operation))
  } catch (error) {
    lines.push({ op: operation.op, status: 0, wrong: [`could not be asked: ${(error as Error).message}`] })
  }
}
const complaints = [...scene.world.complaints]
await scene.close()

for (const { op, status, wrong } of lines) {
  console.log(`${wrong.length === 0 ? 'ok  ' : 'BAD '} ${status}  ${op}`)
  for (const one of wrong) console.log(`           ${one}`)
}
const walked = new Set(operations.map(({ op }) => op))
const unwalked = wanted.filter(({ op, byApps }) => byApps && !walked.has(op)).map(({ op }) => op)
for (const op of unwalked) console.log(`BAD  not walked: ${op}`)

const seen = new Set([...reference.seen.keys()].map(shared))
const unseen = Object.keys(conditional).filter((field) => !seen.has(field) && !(field in never))
for (const field of unseen) console.log(`BAD  never there: ${field} (${conditional[field]})`)
const counts = new Map<string, number>()
for (const one of lines.flatMap(({ wrong }) => wrong)) counts.set(one, (counts.get(one) ?? 0) + 1)
console.log('\nBy finding:')
for (const [one, times] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`  ${times}x ${one}`)
console.log('\nAlways the same here (is it computed?):')
for (const [field, values] of reference.seen) if (values.size === 1) console.log(`  ${field} ${[...values][0]}`)
const rest = wanted.filter(({ op, byApps }) => !byApps && !walked.has(op))
console.log(`\nOf neither app, not walked: ${rest.length}`)
for (const complaint of complaints) console.log(`complained: ${complaint}`)
const bad = lines.filter(({ wrong }) => wrong.length > 0).length + unwalked.length + unseen.length
console.log(`\n${lines.length} calls, ${walked.size} operations; ${bad} findings`)
process.exit(bad === 0 ? 0 : 1)

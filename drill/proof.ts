/**
 * `npm run proof:partition`: the drill in two network namespaces, over 200 faults, without a witness and with one of
 * three nodes; `-- --plain` the same clients on plain streaming replication instead. Needs root; what is missing is said.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { draw } from './draw.ts'
import { drill } from './drill.ts'
import { namespaces } from './namespaces.ts'
import { names } from './open.ts'
import { drillPlain } from './plain/drill.ts'
import { isClean, type Report, table } from './report.ts'
import { canWitness } from './witness.ts'

const { values } = parseArgs({
  options: {
    plain: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '200' },
    witness: { type: 'string' },
    out: { type: 'string', default: 'drill-reports' },
  },
})
const seed = Number(values.seed)
const faults = Number(values.faults)
const say = (line: string) => console.error(line)

/** Report, drawing and JSON of a run. */
function keep(name: string, report: Report, facts: Parameters<typeof draw>[1]): void {
  mkdirSync(values.out, { recursive: true })
  writeFileSync(join(values.out, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
  writeFileSync(join(values.out, `${name}.svg`), draw(`${report.what}, seed ${seed}`, facts, names))
  console.log(`${table(report)}\n`)
}

async function inNamespaces(witnessNodes: 0 | 1 | 3): Promise<void> {
  const ground = await namespaces()
  try {
    const wish = { seed, faults, minutes: null, witnessNodes, folder: null, say }
    const { report, facts, folder } = await drill(wish, ground)
    keep(`witness-${witnessNodes}`, report, facts)
    if (folder) say(`Data and logs are in ${folder}.`)
    if (!isClean(report)) process.exitCode = 1
  } finally {
    await ground.close()
  }
}

async function main(): Promise<void> {
  if (values.plain) {
    const { report, facts } = await drillPlain(seed, faults, say)
    return keep('plain', report, facts)
  }
  const nodes = (values.witness === undefined ? [0, 3] : [Number(values.witness)]) as (0 | 1 | 3)[]
  if (nodes.some((count) => count > 0) && !canWitness()) {
    throw new Error('A witness needs the program `etcd`: apt-get install -y etcd-server, or --witness 0.')
  }
  for (const count of nodes) await inNamespaces(count)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
try {
  await main()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
process.exit()

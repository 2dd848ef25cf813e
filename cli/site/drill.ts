/** `tweeter site drill`: two sites and a cable that breaks, here and now; see drill/. */
import { writeFileSync } from 'node:fs'
import { draw } from '../../drill/draw.ts'
import { drill } from '../../drill/drill.ts'
import { oneMachine } from '../../drill/ground.ts'
import { names } from '../../drill/open.ts'
import { random } from '../../drill/random.ts'
import { isClean, table } from '../../drill/report.ts'
import { canWitness } from '../../drill/witness.ts'
import { type Call, WrongUse } from '../command.ts'
import { printJson } from '../print.ts'

const FAULTS = 12

/** Exit code 1 when something was found that must not be. */
export async function runDrill(call: Call): Promise<void> {
  const seed = call.number('seed', 0, 0xffffffff) ?? Math.floor(Math.random() * 0xffffffff)
  const nodes = call.oneOf('witness', ['1', '3'])
  if (nodes && !canWitness()) throw new WrongUse('A witness needs the program `etcd`: install the package etcd-server.')
  const ground = await oneMachine(random(seed))
  try {
    const { report, facts, folder } = await drill(
      {
        seed,
        faults: call.number('faults', 1, 100_000) ?? FAULTS,
        minutes: call.number('minutes', 1, 100_000) ?? null,
        witnessNodes: nodes === '3' ? 3 : nodes === '1' ? 1 : 0,
        folder: call.text('keep') ?? null,
        say: (line) => console.error(line),
      },
      ground,
    )
    const picture = call.text('svg')
    if (picture) writeFileSync(picture, draw(`${report.what}, seed ${seed}`, facts, names))
    if (call.has('json')) printJson(report)
    else console.log(table(report))
    if (folder) console.error(`Data and logs are in ${folder}.`)
    if (!isClean(report)) process.exitCode = 1
  } finally {
    await ground.close()
  }
}

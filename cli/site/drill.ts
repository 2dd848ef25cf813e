/** `tweeter site drill`: two sites and a cable that breaks, here and now; see drill/. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { breaks, scenarios } from '../../drill/breaks.ts'
import { draw } from '../../drill/draw.ts'
import { drill, type Outcome, stage, type Wish } from '../../drill/drill.ts'
import { type Ground, oneMachine } from '../../drill/ground.ts'
import { names } from '../../drill/open.ts'
import { random } from '../../drill/random.ts'
import { isClean, table } from '../../drill/report.ts'
import { canWitness } from '../../drill/witness.ts'
import { type Call, WrongUse } from '../command.ts'
import { printJson } from '../print.ts'

const FAULTS = 12

/** Exit code 1 when something was found that must not be; with --break, when nothing was. */
export async function runDrill(call: Call): Promise<void> {
  const broken = call.oneOf('break', breaks)
  const nodes = call.oneOf('witness', ['1', '3'])
  const witnessNodes = broken ? scenarios[broken].witnessNodes : nodes === '3' ? 3 : nodes === '1' ? 1 : 0
  if (witnessNodes > 0 && !canWitness()) {
    throw new WrongUse('A witness needs the program `etcd`: install the package etcd-server.')
  }
  const wish: Wish = {
    seed: call.number('seed', 0, 0xffffffff) ?? Math.floor(Math.random() * 0xffffffff),
    faults: call.number('faults', 1, 100_000) ?? FAULTS,
    minutes: call.number('minutes', 1, 100_000) ?? null,
    witnessNodes,
    folder: call.text('keep') ?? null,
    say: (line) => console.error(line),
  }
  if (!broken) return show(call, await onGround(wish, (ground) => drill(wish, ground)))
  const { what, run } = scenarios[broken]
  wish.say('First with everything in place: nothing must be found.')
  const within = (name: string) => ({ ...wish, folder: wish.folder && join(wish.folder, name) })
  const whole = await onGround(wish, (ground) => stage(within('whole'), ground, (round) => run(round, false)))
  if (!isClean(whole.report)) return show(call, whole)
  wish.say(`Now without ${what}: it must be found.`)
  const found = await onGround(wish, (ground) => stage(within('broken'), ground, (round) => run(round, true)))
  show(call, found)
  process.exitCode = isClean(found.report) ? 1 : 0
}

async function onGround<T>({ seed }: Wish, work: (ground: Ground) => Promise<T>): Promise<T> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const ground = await oneMachine(random(seed))
  return await work(ground).finally(() => ground.close())
}

function show(call: Call, { report, facts, folder }: Outcome): void {
  const picture = call.text('svg')
  if (picture) writeFileSync(picture, draw(`${report.what}, seed ${report.seed}`, facts, names))
  if (call.has('json')) printJson(report)
  else console.log(table(report))
  if (folder) console.error(`Data and logs are in ${folder}.`)
  if (!isClean(report)) process.exitCode = 1
}

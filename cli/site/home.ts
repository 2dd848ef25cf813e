import { moveHome, stateOf, withLink } from '../../server/sites/index.ts'
import { printJson, withApp } from '../app.ts'
import { type Call, WrongUse } from '../command.ts'

const modes = {
  alone: 'there is no witness: home moves by hand only',
  both: 'each commit waits for the other site',
  solo: 'it goes on alone, and the witness knows',
  fenced: 'nobody writes home rows now',
} as const

export async function home(call: Call): Promise<void> {
  const here = call.has('here')
  const otherIsDead = call.has('i-know-the-other-is-dead')
  if (otherIsDead && !here) throw new WrongUse('Say --here too: it is this site that becomes home.')
  const { term, names } = await withApp({ command: 'site home', writes: here }, (app) =>
    withLink(app, async () => {
      const term = await moveHome(app, { here, otherIsDead, onStep: (step) => console.error(`${step}…`) })
      const state = stateOf(app)
      return { term, names: { here: state.here.name, other: state.other?.name ?? null } }
    }),
  )
  const isHere = term.home === term.site
  const name = isHere ? names.here : names.other
  if (call.has('json'))
    return printJson({ home: name, here: isHere, epoch: term.epoch, mode: isHere ? term.mode : null })
  if (term.epoch === 0) return console.log('This network has one site: it is home.')
  const how = isHere ? `; ${modes[term.mode]}` : ''
  console.log(`Home is ${name}${isHere ? ', this site' : ''}, in term ${term.epoch}${how}.`)
}

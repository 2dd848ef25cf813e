import { leaveSite, withLink } from '../../server/sites/index.ts'
import { printJson, withApp } from '../app.ts'
import { type Call, WrongUse } from '../command.ts'

export async function leave(call: Call): Promise<void> {
  if (!call.has('yes')) {
    throw new WrongUse(
      'After this each site is a network of its own, and what is written at one is not seen at the other: say --yes.',
    )
  }
  await withApp({ command: 'site leave', writes: true }, (app) =>
    withLink(app, () => leaveSite(app, call.has('alone'))),
  )
  if (call.has('json')) printJson({ left: true })
  else console.log('This site is single now. People should use one of the two only.')
}

import type { App } from '../../app.ts'
import { conninfoOfOther, otherDatabase } from '../link/index.ts'
import { stateOf } from '../state.ts'
import type { Ends } from './shapes.ts'

/** @throws an Error for people when there is no other site. */
export function endsOf(app: App): Ends {
  const { here, other } = stateOf(app)
  const there = otherDatabase(app)
  return {
    here: { number: here.site, db: app.db },
    there: { number: other!.number, db: there },
    conninfo: conninfoOfOther(app),
  }
}

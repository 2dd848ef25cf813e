/** Of home things one site says yes at a time, whatever the cable does. */
import { classOf, type Event, otherOf, places } from '../history.ts'
import type { Facts, Findings, Spell } from './facts.ts'

/** Nothing crosses the cable, so an answer in this time was given by that site alone. */
const isSevered = ({ fault }: Spell) => fault.kind === 'cut' || fault.kind === 'one-way'

const told = (event: Event) => `${event.act.kind} at site ${event.at} at ${Math.round(event.endMs)} ms`

export function acceptedByMinority({ events, spells, home }: Facts): Findings {
  const yes = events.filter((event) => classOf(event.act.kind) === 'home' && event.outcome === 'yes')
  const wrong: string[] = []
  for (const spell of spells.filter(isSevered)) {
    const during = yes.filter((event) => event.beginMs >= spell.beginMs && event.endMs <= spell.endMs)
    for (const place of places) {
      const mine = during.filter((event) => event.at === place)
      if (home !== null) {
        if (home !== place) wrong.push(...mine.map(told))
        continue
      }
      // Home moves once at most while the sites do not hear each other: whoever comes after the other's is not home
      // again.
      const theirs = during.filter((event) => event.at === otherOf(place))
      const isAgain = (event: Event) =>
        theirs.some((their) => their.endMs <= event.beginMs && mine.some((first) => first.endMs <= their.beginMs))
      wrong.push(...mine.filter(isAgain).map(told))
    }
  }
  return wrong
}

/** Posts, deletions, sign-outs and names: what was acknowledged is there, or gone, at both sites. */
import { places } from '../history.ts'
import { type Facts, type Findings, repeated } from './facts.ts'
import { goneOf } from './registers.ts'

export function lostPosts({ events, endings }: Facts): Findings {
  const gone = goneOf(events)
  const made = events.flatMap(({ act, outcome, id }) => (act.kind === 'post' && outcome === 'yes' && id ? [id] : []))
  return places.flatMap((place) =>
    made
      .filter((id) => !gone.has(id) && !endings[place].posts.has(id))
      .map((id) => `the post ${id} is not there at site ${place}`),
  )
}

export function cameBack({ events, endings }: Facts): Findings {
  const deleted = events.flatMap(({ act, outcome }) => (act.kind === 'delete' && outcome === 'yes' ? [act.post] : []))
  return places.flatMap((place) =>
    deleted.filter((id) => endings[place].posts.has(id)).map((id) => `the post ${id} is there at site ${place}`),
  )
}

export function notSignedOut({ events, endings }: Facts): Findings {
  const out = events.flatMap(({ act, outcome }) => (act.kind === 'sign-out' && outcome === 'yes' ? [act.token] : []))
  return places.flatMap((place) =>
    out
      .filter((token) => endings[place].workingTokens.has(token))
      .map((token) => `${token.slice(0, 6)}… at site ${place}`),
  )
}

export function lostNames({ events, endings }: Facts): Findings {
  const given = events.flatMap(({ act, outcome }) => (act.kind === 'register' && outcome === 'yes' ? [act.name] : []))
  return places.flatMap((place) => {
    const there = new Set(endings[place].names)
    return given.filter((name) => !there.has(name)).map((name) => `the account ${name} is not there at site ${place}`)
  })
}

/** Accounts of one name; and names that two people were told they have. */
export function duplicateNames({ events, endings }: Facts): Findings {
  const given = events.flatMap(({ act, outcome }) => (act.kind === 'register' && outcome === 'yes' ? [act.name] : []))
  return [
    ...repeated(given).map((name) => `${name} was given to two`),
    ...places.flatMap((place) =>
      repeated(endings[place].names).map((name) => `two are called ${name} at site ${place}`),
    ),
  ]
}

export const wrongCounters = ({ endings }: Facts): Findings =>
  places.flatMap((place) => endings[place].wrongCounters.map((what) => `${what}, at site ${place}`))

export const shownTwice = ({ endings }: Facts): Findings =>
  places.flatMap((place) => endings[place].shownTwice.map((what) => `${what}, at site ${place}`))

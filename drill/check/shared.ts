/** Posts, deletions, sign-outs and names: what was acknowledged is there, or gone, at both sites. */
import { bySite, type Facts, type Findings, repeated } from './facts.ts'
import { goneOf } from './registers.ts'

export function lostPosts({ events, endings }: Facts): Findings {
  const gone = goneOf(events)
  const made = events.flatMap(({ act, outcome, id }) => (act.kind === 'post' && outcome === 'yes' && id ? [id] : []))
  return bySite((place) =>
    made.filter((id) => !gone.has(id) && !endings[place].posts.has(id)).map((id) => `the post ${id} is not there`),
  )
}

export function cameBack({ events, endings }: Facts): Findings {
  const deleted = events.flatMap(({ act, outcome }) => (act.kind === 'delete' && outcome === 'yes' ? [act.post] : []))
  return bySite((place) => deleted.filter((id) => endings[place].posts.has(id)).map((id) => `the post ${id} is there`))
}

export function notSignedOut({ events, endings }: Facts): Findings {
  const out = events.flatMap(({ act, outcome }) => (act.kind === 'sign-out' && outcome === 'yes' ? [act.token] : []))
  return bySite((place) =>
    out.filter((token) => endings[place].workingTokens.has(token)).map((token) => `${token.slice(0, 6)}…`),
  )
}

export function lostNames({ events, endings }: Facts): Findings {
  const given = events.flatMap(({ act, outcome }) => (act.kind === 'register' && outcome === 'yes' ? [act.name] : []))
  return bySite((place) => {
    const there = new Set(endings[place].names)
    return given.filter((name) => !there.has(name)).map((name) => `the account ${name} is not there`)
  })
}

/** Accounts of one name; and names that two people were told they have. */
export function duplicateNames({ events, endings }: Facts): Findings {
  const given = events.flatMap(({ act, outcome }) => (act.kind === 'register' && outcome === 'yes' ? [act.name] : []))
  return [
    ...repeated(given).map((name) => `${name} was given to two`),
    ...bySite((place) => repeated(endings[place].names).map((name) => `two are called ${name}`)),
  ]
}

export const wrongCounters = ({ endings }: Facts): Findings => bySite((place) => endings[place].wrongCounters)

export const shownTwice = ({ endings }: Facts): Findings => bySite((place) => endings[place].shownTwice)

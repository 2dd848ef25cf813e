/** How the replies of a thread stand under its post. */

/** What is needed to know of a reply. */
export interface Reply {
  readonly id: string
  readonly in_reply_to_id: string | null
}

export interface Row {
  readonly id: string
  /** How far it is moved in: 0 for answers to the post itself. */
  readonly level: number
  /** It goes on from the row above, and the row below from it. */
  readonly above: boolean
  readonly below: boolean
}

const MOST_LEVELS = 3

/**
 * Rows for replies that come depth first. An only answer goes on below what it answers, joined by a line; where there
 * are several they are moved in, up to a bound, so that narrow screens have room for words.
 */
export function rowsOf(mainId: string, replies: readonly Reply[]): Row[] {
  const answers = new Map<string, number>()
  for (const { in_reply_to_id: to } of replies) if (to) answers.set(to, (answers.get(to) ?? 0) + 1)
  const levels = new Map<string, number>()
  const joins = replies.map(({ id, in_reply_to_id: to }, at) => {
    const parent = to === null || to === mainId ? undefined : levels.get(to)
    const isOnly = to !== null && answers.get(to) === 1
    const level = parent === undefined ? 0 : isOnly ? parent : Math.min(parent + 1, MOST_LEVELS)
    levels.set(id, level)
    return { id, level, above: parent !== undefined && isOnly && replies[at - 1]?.id === to }
  })
  return joins.map((row, at) => ({ ...row, below: joins[at + 1]?.above ?? false }))
}

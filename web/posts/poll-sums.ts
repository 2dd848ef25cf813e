/** The sums of polls. */
import type { Poll } from '../../server/posts/schema.ts'

/** How many of a hundred voters chose each answer, rounded; null where its author keeps that hidden. */
export function percentages({ options, votes_count, voters_count }: Poll): (number | null)[] {
  const voters = voters_count ?? votes_count
  return options.map(({ votes_count: votes }) =>
    votes === null ? null : voters === 0 ? 0 : Math.round((100 * votes) / voters),
  )
}

/** The poll as it will be after a vote for the answers at these places. */
export function voted(poll: Poll, choices: readonly number[]): Poll {
  return {
    ...poll,
    voted: true,
    own_votes: [...choices],
    votes_count: poll.votes_count + choices.length,
    voters_count: poll.voters_count === null ? null : poll.voters_count + 1,
    options: poll.options.map((option, at) => ({
      ...option,
      votes_count: option.votes_count === null ? null : option.votes_count + (choices.includes(at) ? 1 : 0),
    })),
  }
}

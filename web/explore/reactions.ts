import type { Reaction } from '../../server/announcements/schema.ts'

/** The reactions after the viewer set this one, or took theirs back. One that nobody has any more is gone. */
export function toggled(reactions: readonly Reaction[], { name, me }: Reaction): Reaction[] {
  if (!reactions.some((one) => one.name === name)) return [...reactions, { name, count: 1, me: true }]
  return reactions
    .map((one) => (one.name === name ? { ...one, me: !me, count: one.count + (me ? -1 : 1) } : one))
    .filter(({ count }) => count > 0)
}

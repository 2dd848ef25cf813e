import type { Read } from '../storage/index.ts'

/**
 * Whom of these accounts a change of these posts concerns: authors, those who follow them or a hashtag of theirs, and
 * those who are or were mentioned (an edit may end either); whether they see it is judged when it is shown to them.
 * Posts that are deleted by now have their rows still.
 */
export const concernedBy = (read: Read, postIds: number[], among: number[]) => read<{
  post_id: number
  account_id: number
}>`
  select p.id as post_id, p.author_id as account_id from posts p
   where p.id = any(${postIds}::bigint[]) and p.author_id = any(${among}::bigint[])
  union
  select p.id, f.follower_id from posts p join follows f on f.followee_id = p.author_id and f.active
   where p.id = any(${postIds}::bigint[]) and p.visibility <> 'direct' and f.follower_id = any(${among}::bigint[])
  union
  select p.id, f.account_id
    from posts p join post_tags t on t.post_id = p.id join followed_tags f on f.tag = t.tag and f.active
   where p.id = any(${postIds}::bigint[]) and p.visibility = 'public' and f.account_id = any(${among}::bigint[])
  union
  select m.post_id, m.account_id from mentions m
   where m.post_id = any(${postIds}::bigint[]) and m.account_id = any(${among}::bigint[])`

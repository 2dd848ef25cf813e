import type { Read } from '../../storage/index.ts'

const LAST = '\u{10ffff}' // sorts behind everything that begins with the text before it

/** Fewer letters are in too many names, and the index of trigrams knows nothing of them. */
const LEAST_INSIDE = 3

/**
 * Accounts whose name or display name begins with a text, or, from three letters on, has it inside. The exact name comes
 * first, then those that the viewer follows, then those that begin with it, of each those with most followers.
 * Each part reads its own index (text_pattern_ops, trigrams) and stops at some hundreds, so that one letter costs no more
 * than a word. Rejected: one `or` over both columns, for which Postgres reads the whole table, and `like` for the
 * beginnings, which needs the text when the plan is made.
 *
 * @param among only these, when given. @param followed by the viewer.
 */
export const accountsByText = (
  read: Read,
  wanted: {
    text: string
    among: readonly number[] | null
    followed: readonly number[]
    limit: number
    offset: number
  },
) => read<{ id: number }>`
  select a.id
    from (
      select id, min(rank) as rank from (
        (select id, 0 as rank from accounts
          where lower(username) ~>=~ lower(${wanted.text}) and lower(username) ~<~ lower(${`${wanted.text}${LAST}`})
          order by lower(username) using ~<~ limit 500)
        union all
        (select id, 0 from accounts
          where display_name <> '' and lower(display_name) ~>=~ lower(${wanted.text})
            and lower(display_name) ~<~ lower(${`${wanted.text}${LAST}`})
          order by lower(display_name) using ~<~ limit 500)
        union all
        (select id, 1 from accounts
          where ${[...wanted.text].length >= LEAST_INSIDE}
            and lower(username) || ' ' || lower(display_name) like lower(${`%${escapeLike(wanted.text)}%`})
          limit 500)
      ) every_way group by id
    ) found
    join accounts a on a.id = found.id
    left join users u on u.account_id = a.id
    left join account_stats s on s.account_id = a.id
   where a.deleted_at is null and a.suspended_at is null
     and (u.account_id is null or (u.confirmed_at is not null and u.approved_at is not null))
     and (${wanted.among === null} or a.id = any(${[...(wanted.among ?? [])]}::bigint[]))
   order by lower(a.username) = lower(${wanted.text}) desc, a.id = any(${[...wanted.followed]}::bigint[]) desc,
            found.rank, coalesce(s.followers, 0) desc, a.id
   limit ${wanted.limit} offset ${wanted.offset}`

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')

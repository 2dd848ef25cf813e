import type { Read } from '../../storage/index.ts'

const LAST = '\u{10ffff}' // sorts behind everything that begins with the text before it

/**
 * Accounts whose name or display name begins with a text; the exact name first, then those with most followers.
 * Each half reads its own index (text_pattern_ops) and stops at some hundreds, so that one letter costs no more than a
 * word. Rejected: one `or` over both columns, for which Postgres reads the whole table, and `like`, which needs the
 * text when the plan is made.
 *
 * @param among only these, when given.
 */
export const accountsByPrefix = (
  read: Read,
  wanted: { text: string; among: number[] | null; limit: number; offset: number },
) => read<{ id: number }>`
  select a.id
    from (
      (select id from accounts
        where lower(username) ~>=~ lower(${wanted.text}) and lower(username) ~<~ lower(${`${wanted.text}${LAST}`})
        order by lower(username) using ~<~ limit 500)
      union
      (select id from accounts
        where display_name <> '' and lower(display_name) ~>=~ lower(${wanted.text})
          and lower(display_name) ~<~ lower(${`${wanted.text}${LAST}`})
        order by lower(display_name) using ~<~ limit 500)
    ) found
    join accounts a on a.id = found.id
    left join users u on u.account_id = a.id
    left join account_stats s on s.account_id = a.id
   where a.deleted_at is null and a.suspended_at is null
     and (u.account_id is null or (u.confirmed_at is not null and u.approved_at is not null))
     and (${wanted.among === null} or a.id = any(${wanted.among ?? []}::bigint[]))
   order by lower(a.username) = lower(${wanted.text}) desc, coalesce(s.followers, 0) desc, a.id
   limit ${wanted.limit} offset ${wanted.offset}`

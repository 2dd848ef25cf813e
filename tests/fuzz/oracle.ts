/** Who may read a secret word, said by SQL of its own: none of the server's rules is asked. */
import type { World } from '../../testing/world.ts'
import { type Mark, markPattern, type Pool } from './pool.ts'

export interface Answered {
  readonly url: string
  readonly headers: unknown
  readonly text: string
  /** What was asked: words in it may be echoed, such as in the links to further pages. */
  readonly asked: string
}

/** The words of an answer that this viewer may not read; null: nobody is signed in. */
export async function leaks(world: World, pool: Pool, viewerId: string | null, answer: Answered): Promise<string[]> {
  const found = new Set(`${JSON.stringify(answer.headers)}\n${answer.text}`.match(markPattern) ?? [])
  const wrong: string[] = []
  for (const word of found) {
    if (answer.asked.includes(word) && !standsInContent(answer.text, word)) continue
    const mark = pool.marks.get(word)
    if (!mark || (await mayRead(world, mark, viewerId, answer.url))) continue
    const at = answer.text.indexOf(word)
    const around = answer.text.slice(Math.max(0, at - 80), at + 40)
    const posts = await postsWith(world, word)
    wrong.push(`${word} (${mark.rule} of ${mark.ownerId}) shown to ${viewerId}: …${around}… ${JSON.stringify(posts)}`)
  }
  return wrong
}

/** Not only as an echo of what was asked. */
const standsInContent = (text: string, word: string): boolean =>
  new RegExp(`"(?:content|text|spoiler_text|description|title|comment|display_name)":"[^"]*${word}`).test(text)

async function mayRead(world: World, mark: Mark, viewerId: string | null, url: string): Promise<boolean> {
  if (mark.rule !== 'sealed' && mark.ownerId === viewerId && viewerId !== null) return true
  if (mark.rule === 'sealed' && mark.allowed?.(viewerId)) return true
  // What is public or reported is shown to those who judge it, also when it is gone.
  const isJudged = /^\/api\/(?:v[12]|tweeter\/v1)\/admin\//.test(url) && mark.rule !== 'own'
  const asStaff = isJudged && (await isStaff(world, viewerId))
  if (asStaff && (await isForStaff(world, mark.word))) return true
  return mark.rule === 'post' && (await seesPostWith(world, mark.word, viewerId, asStaff))
}

async function isStaff(world: World, viewerId: string | null): Promise<boolean> {
  const [row] = await world.app.db.read<{ yes: boolean }>`
    select role <> 'user' as yes from public.users where account_id = ${viewerId ?? 0}`
  return row?.yes ?? false
}

/** For whoever looks into it: the posts that have the word. */
const postsWith = (world: World, word: string) => world.app.db.read`
  select p.id, p.author_id, p.visibility, p.deleted_at, p.edited_at, a.suspended_at, a.deleted_at as author_deleted_at
    from public.posts p join public.accounts a on a.id = p.author_id
   where ${contains(world, `%${word}%`)}`

async function isForStaff(world: World, word: string): Promise<boolean> {
  const like = `%${word}%`
  const [row] = await world.app.db.read<{ yes: boolean }>`
    select exists (
      select from public.posts p
      where (p.visibility in ('public', 'unlisted') or exists (
          select from public.reports r where r.status_ids @> array[p.id]))
        and ${contains(world, like)}
    ) as yes`
  return row!.yes
}

/** Whether the post `p` has the word in any of its parts. */
const contains = (world: World, like: string) => world.app.db.read`(
  p.text like ${like} or p.spoiler_text like ${like}
  or exists (select from public.polls o where o.post_id = p.id and o.options::text like ${like})
  or exists (select from public.media d where d.post_id = p.id and d.description like ${like})
  or exists (select from public.post_edits e where e.post_id = p.id and e::text like ${like}))`

/** @param evenGone a moderator is answered the post that they have just deleted. */
async function seesPostWith(world: World, word: string, viewerId: string | null, evenGone: boolean): Promise<boolean> {
  const viewer = viewerId ?? 0
  const like = `%${word}%`
  const [row] = await world.app.db.read<{ yes: boolean }>`
    select exists (
      select from public.posts p
      where (p.deleted_at is null or ${evenGone})
        and (p.author_id = ${viewer} or exists (
          select from public.accounts a where a.id = p.author_id and a.suspended_at is null and a.deleted_at is null))
        and not exists (
          select from public.blocks b where b.active and b.blocker_id = p.author_id and b.blocked_id = ${viewer})
        and (
          p.visibility in ('public', 'unlisted')
          or p.author_id = ${viewer}
          or exists (select from public.mentions m where m.active and m.post_id = p.id and m.account_id = ${viewer})
          or (p.visibility = 'private' and exists (
            select from public.follows f
            where f.active and f.follower_id = ${viewer} and f.followee_id = p.author_id)))
        and ${contains(world, like)}
    ) as yes`
  return row!.yes
}

import type { Read, Tx } from '../../storage/index.ts'
import type { NewPost, PostRow } from '../queries.ts'

export type TextRow = Pick<
  PostRow,
  | ('id' | 'author_id' | 'visibility' | 'in_reply_to_id' | 'in_reply_to_account_id' | 'conversation_id')
  | ('quote_of_id' | 'card_url')
  | ('text' | 'content' | 'spoiler_text' | 'sensitive' | 'language' | 'created_at' | 'edited_at')
>

/** One edit of a post after the other, and none while it is deleted; @returns no row when it is gone. */
export const lockPost = (tx: Tx, id: number) => tx<TextRow>`
  select id, author_id, visibility, in_reply_to_id, in_reply_to_account_id, conversation_id, text, content,
         spoiler_text, sensitive, language, quote_of_id, card_url, created_at, edited_at
    from posts where id = ${id} and deleted_at is null for update`

export const updateText = (tx: Tx, post: TextRow, now: Date) => tx`
  update posts set text = ${post.text}, content = ${post.content}, spoiler_text = ${post.spoiler_text},
                   sensitive = ${post.sensitive}, language = ${post.language}, card_url = ${post.card_url},
                   edited_at = ${now}
   where id = ${post.id}`

/** Makes these the mentions of a post; @returns what changed. */
export const setMentions = (tx: Tx, postId: number, ids: number[]) => tx<{ account_id: number; active: boolean }>`
  with gone as (
    update mentions set active = false
     where post_id = ${postId} and active and account_id <> all(${ids}::bigint[]) returning account_id, active
  ), come as (
    insert into mentions as m (post_id, account_id) select ${postId}, unnest(${ids}::bigint[])
    on conflict (post_id, account_id) do update set active = true where not m.active returning account_id, active
  )
  select * from gone union all select * from come`

/** Makes these the tags of a post; @returns those that it did not carry so, or does not any more. */
export const setTags = (tx: Tx, postId: number, tags: NewPost['tags']) => tx<{ tag: string }>`
  with wanted as (
    select * from unnest(${tags.map((one) => one.tag)}::text[], ${tags.map((one) => one.name)}::text[]) as t (tag, name)
  ), gone as (
    update post_tags set active = false where post_id = ${postId} and active and tag not in (select tag from wanted)
    returning tag
  ), come as (
    insert into post_tags as t (tag, name, post_id) select tag, name, ${postId} from wanted
    on conflict (tag, post_id) do update set active = true, name = excluded.name
     where not t.active or t.name <> excluded.name
    returning t.tag
  )
  select tag from gone union all select tag from come`

/** A picture as a version of a post had it. */
export interface KeptPicture {
  readonly id: string
  readonly description: string | null
  readonly focus: { readonly x: number; readonly y: number } | null
}

/** Keeps what a post said since `since`. */
export const insertEdit = (
  tx: Tx,
  before: TextRow,
  pictures: KeptPicture[],
  pollOptions: string[] | null,
  since: Date,
) => tx`
  insert into post_edits (post_id, content, spoiler_text, sensitive, pictures, poll_options, created_at)
  values (${before.id}, ${before.content}, ${before.spoiler_text}, ${before.sensitive}, ${tx.json(pictures)}::jsonb,
          ${pollOptions}::text[], ${since})`

const MOST_VERSIONS = 500

/** Newest first. Index: post_edits_by_post. */
export const earlierVersions = (read: Read, postId: number, before: Date) => read<
  Pick<PostRow, 'content' | 'spoiler_text' | 'sensitive' | 'created_at'> & {
    pictures: KeptPicture[]
    poll_options: string[] | null
  }
>`
  select content, spoiler_text, sensitive, pictures, poll_options, created_at from post_edits
   where post_id = ${postId} and created_at < ${before} order by created_at desc limit ${MOST_VERSIONS}`

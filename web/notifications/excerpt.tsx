/** A few lines of the post that a notification is about; they lead to it. */
import { useMemo } from 'react'
import { type StoredStatus, useStatus } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { postPath } from '../posts/links.ts'
import { EmojiText } from '../ui/emoji-text.tsx'
import { plainText as wordsOf } from '../ui/html-text.tsx'
import { Link } from '../ui/router.tsx'
import css from './notifications.module.css'

const MOST_LETTERS = 280

/** What a post says as plain text: what it is about, or its poll, or how many pictures it has. */
export function plainText({ spoiler_text, content, poll, media_attachments: media }: StoredStatus): string {
  if (spoiler_text) return spoiler_text
  const text = wordsOf(content).slice(0, MOST_LETTERS)
  if (text) return text
  if (poll) return poll.options.map((option) => option.title).join(' · ')
  return media.length > 0 ? t('notifications.media', { count: media.length }) : ''
}

export function Excerpt({ id }: { readonly id: string }) {
  const status = useStatus(id)
  const text = useMemo(() => (status ? plainText(status) : ''), [status])
  if (!status || !text) return null
  return (
    <Link to={postPath(status)} className={css.excerpt} dir="auto" lang={status.language ?? undefined}>
      <EmojiText text={text} emojis={status.emojis} />
    </Link>
  )
}

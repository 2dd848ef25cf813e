import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { FeaturedTag, Tag } from '../../server/tags/schema.ts'
import { del, get, post } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { TextField } from '../ui/fields.tsx'
import { Section } from '../ui/page.tsx'
import { errorText, Failure, Spinner } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import css from './edit-profile.module.css'

/** Hashtags on one's profile, which visitors can choose posts by. What is done here counts at once. */
export function FeaturedTagsEditor() {
  const me = useMe()
  const [name, setName] = useState('')
  const [error, setError] = useState<string>()
  const tags = useQuery({
    queryKey: ['own-featured-tags'],
    staleTime: 0,
    queryFn: ({ signal }) => get<FeaturedTag[]>('/api/v1/featured_tags', {}, signal),
  })
  const suggestions = useQuery({
    queryKey: ['featured-tags-suggestions'],
    queryFn: ({ signal }) => get<Tag[]>('/api/v1/featured_tags/suggestions', {}, signal),
  })
  const show = (made: (tags: readonly FeaturedTag[]) => FeaturedTag[]) => {
    queryClient.setQueryData<FeaturedTag[]>(['own-featured-tags'], (before) => before && made(before))
    void queryClient.invalidateQueries({ queryKey: ['featured-tags', me?.id] })
    void suggestions.refetch()
  }
  const add = async (wanted: string) => {
    setError(undefined)
    try {
      const made = await post<FeaturedTag>('/api/v1/featured_tags', { name: wanted })
      show((before) => [...before.filter((one) => one.id !== made.id), made])
      setName('')
    } catch (reason) {
      setError(errorText(reason))
    }
  }
  const remove = async (tag: FeaturedTag) => {
    try {
      await del(`/api/v1/featured_tags/${tag.id}`)
      show((before) => before.filter((one) => one.id !== tag.id))
    } catch (reason) {
      toastError(reason)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wanted = name.trim().replace(/^#/, '')
    if (wanted) void add(wanted)
  }
  return (
    <Section title={t('accounts.featuredTags')}>
      <p className={css.hint}>{t('accounts.featuredTagsHint')}</p>
      {tags.isPending && <Spinner />}
      {tags.isError && <Failure error={tags.error} onRetry={() => void tags.refetch()} />}
      <Chosen tags={tags.data ?? []} onRemove={(tag) => void remove(tag)} />
      <form className={css.addTag} onSubmit={submit}>
        <TextField
          label={t('accounts.hashtag')}
          value={name}
          dir="auto"
          maxLength={100}
          error={error}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" icon="plus" disabled={name.trim() === ''}>
          {t('common.add')}
        </Button>
      </form>
      <Suggested tags={suggestions.data ?? []} onAdd={(wanted) => void add(wanted)} />
    </Section>
  )
}

const Chosen = ({ tags, onRemove }: { tags: readonly FeaturedTag[]; onRemove: (tag: FeaturedTag) => void }) =>
  tags.length > 0 && (
    <ul className={css.chosen}>
      {tags.map((tag) => (
        <li key={tag.id}>
          <span>
            <bdi>#{tag.name}</bdi>
            <small>{t('accounts.postsCount', { count: Number(tag.statuses_count) })}</small>
          </span>
          <IconButton
            icon="close"
            label={t('accounts.removeTag', { tag: `#${tag.name}` })}
            onClick={() => onRemove(tag)}
          />
        </li>
      ))}
    </ul>
  )

const Suggested = ({ tags, onAdd }: { tags: readonly Tag[]; onAdd: (name: string) => void }) =>
  tags.length > 0 && (
    <div className={css.suggested}>
      <span className="soft small">{t('accounts.oftenUsed')}</span>
      {tags.slice(0, 6).map((tag) => (
        <Button key={tag.name} size="small" icon="plus" onClick={() => onAdd(tag.name)}>
          <bdi>#{tag.name}</bdi>
        </Button>
      ))}
    </div>
  )

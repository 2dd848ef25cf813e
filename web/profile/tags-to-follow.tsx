import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Tag } from '../../server/tags/schema.ts'
import { get, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { toastError } from '../ui/toast.tsx'
import css from './welcome.module.css'

/** What is being talked about now, to be followed by a press. */
export function TagsToFollow() {
  const { data = [] } = useQuery({
    queryKey: ['trends', 'welcome'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => get<Tag[]>('/api/v1/trends/tags', { limit: 10 }, signal),
  })
  if (data.length === 0) return null
  return (
    <section className={css.tags} aria-labelledby="welcome-tags">
      <h3 id="welcome-tags">{t('accounts.tagsToFollow')}</h3>
      <div>
        {data.map((tag) => (
          <Toggle key={tag.name} tag={tag} />
        ))}
      </div>
    </section>
  )
}

function Toggle({ tag }: { readonly tag: Tag }) {
  const [isOn, setOn] = useState(tag.following ?? false)
  const turn = async () => {
    setOn(!isOn)
    try {
      await post(`/api/v1/tags/${encodeURIComponent(tag.name)}/${isOn ? 'unfollow' : 'follow'}`)
    } catch (error) {
      setOn(isOn)
      toastError(error)
    }
  }
  return (
    <Button
      size="small"
      variant={isOn ? 'primary' : 'quiet'}
      icon={isOn ? 'check' : 'plus'}
      aria-pressed={isOn}
      onClick={() => void turn()}
    >
      <bdi>#{tag.name}</bdi>
    </Button>
  )
}

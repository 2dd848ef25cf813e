import { useMemo } from 'react'
import type { Tag } from '../../server/tags/schema.ts'
import { t } from '../messages/index.ts'
import { openComposer } from '../session/intents.ts'
import { useMe } from '../session/me.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'
import { Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { changeTag, usesOf, useTag } from './tags.ts'
import { TimelineView } from './timeline-view.tsx'
import { type TimelineSpec, useTimeline } from './use-timeline.ts'

/** Public posts with a hashtag, as they come. */
export default function TagPage({ tag }: { readonly tag: string }) {
  const me = useMe()
  const { data } = useTag(tag)
  const name = data?.name ?? tag.toLowerCase()
  return (
    <Page
      title={`#${tag}`}
      back="/"
      {...(data && { subtitle: t('timelines.tagUse', { count: usesOf(data) }) })}
      actions={me && data && <TagActions tag={data} />}
    >
      <TagTimeline name={name.toLowerCase()} key={name.toLowerCase()} />
    </Page>
  )
}

function TagTimeline({ name }: { readonly name: string }) {
  const spec = useMemo<TimelineSpec>(
    () => ({
      name: `tag:${name}`,
      path: `/api/v1/timelines/tag/${encodeURIComponent(name)}`,
      stream: { stream: 'hashtag', tag: name },
      accepts: (status) => status.visibility === 'public' && status.tags.some((tag) => tag.name.toLowerCase() === name),
    }),
    [name],
  )
  const timeline = useTimeline(spec)
  return (
    <TimelineView
      name={spec.name}
      label={`#${name}`}
      timeline={timeline}
      place="public"
      empty={
        <Empty icon="hash" title={t('timelines.tagEmpty', { tag: name })}>
          <p>{t('timelines.tagEmptyText')}</p>
        </Empty>
      }
    />
  )
}

function TagActions({ tag: { name, following = false, featuring = false } }: { readonly tag: Tag }) {
  const follow = async () => {
    const done = await changeTag(name, { following: !following })
    if (done) toast(following ? t('timelines.tagUnfollowed', { tag: name }) : t('timelines.tagFollowed', { tag: name }))
  }
  const feature = async () => {
    const done = await changeTag(name, { featuring: !featuring })
    if (done) toast(featuring ? t('timelines.tagUnfeatured', { tag: name }) : t('timelines.tagFeatured', { tag: name }))
  }
  return (
    <>
      <Button
        variant={following ? 'quiet' : 'primary'}
        size="small"
        aria-pressed={following}
        onClick={() => void follow()}
      >
        {following ? t('timelines.followingTag') : t('timelines.followTag')}
      </Button>
      <Menu
        button={(props) => <IconButton icon="more" label={t('timelines.tagMenu', { tag: name })} {...props} />}
        items={[
          {
            label: t('timelines.newInTag', { tag: name }),
            icon: 'pencil',
            onSelect: () => openComposer({ kind: 'new', text: `#${name} ` }),
          },
          {
            label: featuring ? t('timelines.unfeatureTag') : t('timelines.featureTag'),
            icon: 'pin',
            onSelect: () => void feature(),
          },
        ]}
      />
    </>
  )
}

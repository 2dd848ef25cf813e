import { useLayoutEffect, useRef } from 'react'
import { t } from '../messages/index.ts'
import { Page, Tabs } from '../ui/page.tsx'
import { usePath } from '../ui/router.tsx'
import { Empty } from '../ui/states.tsx'
import { TimelineView } from './timeline-view.tsx'
import { type TimelineSpec, useTimeline } from './use-timeline.ts'

const isPublic: TimelineSpec['accepts'] = ({ visibility, reblogId, in_reply_to_id }) =>
  visibility === 'public' && reblogId === null && in_reply_to_id === null
const path = '/api/v1/timelines/public'
const everybody: TimelineSpec = { name: 'public', path, stream: { stream: 'public' }, accepts: isPublic }
const local: TimelineSpec = {
  name: 'public-local',
  path,
  query: { local: true },
  stream: { stream: 'public:local' },
  accepts: isPublic,
}

/** Every public post: of everybody, or of this network. */
export default function PublicPage() {
  const isLocal = usePath().startsWith('/public/local')
  useTopOnChange(isLocal)
  return (
    <Page
      title={t('shell.public')}
      tabs={
        <Tabs
          label={t('shell.public')}
          tabs={[
            { to: '/public', label: t('timelines.everybody') },
            { to: '/public/local', label: t('timelines.local') },
          ]}
        />
      }
    >
      <PublicTimeline key={String(isLocal)} spec={isLocal ? local : everybody} />
    </Page>
  )
}

function PublicTimeline({ spec }: { readonly spec: TimelineSpec }) {
  const timeline = useTimeline(spec)
  return (
    <TimelineView
      name={spec.name}
      label={t('shell.public')}
      timeline={timeline}
      place="public"
      empty={
        <Empty icon="globe" title={t('timelines.publicEmpty')}>
          <p>{t('timelines.publicEmptyText')}</p>
        </Empty>
      }
    />
  )
}

/** The other tab begins at its top. */
function useTopOnChange(tab: unknown): void {
  const before = useRef(tab)
  useLayoutEffect(() => {
    if (before.current !== tab) scrollTo(0, 0)
    before.current = tab
  }, [tab])
}

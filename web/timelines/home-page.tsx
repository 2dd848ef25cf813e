import type { ReactNode } from 'react'
import { HomeComposer } from '../compose/home-composer.tsx'
import { t } from '../messages/index.ts'
import { initial } from '../session/initial.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { markHome } from './marker.ts'
import { TimelineView } from './timeline-view.tsx'
import { type TimelineSpec, useTimeline } from './use-timeline.ts'

const home: TimelineSpec = {
  name: 'home',
  path: '/api/v1/timelines/home',
  stream: { stream: 'user' },
  initial: initial?.home ?? null,
  accepts: (status) => status.visibility !== 'direct',
  isLasting: true,
}

/** What those whom one follows posted, newest first. `children` stands above it. */
export function HomePage({ children }: { readonly children?: ReactNode }) {
  const timeline = useTimeline(home)
  return (
    <Page title={t('shell.home')}>
      {children}
      <HomeComposer />
      <TimelineView
        name="home"
        label={t('shell.home')}
        timeline={timeline}
        place="home"
        onTop={markHome}
        empty={
          <Empty icon="home" title={t('timelines.homeEmpty')}>
            <p>{t('timelines.homeEmptyText')}</p>
            <ButtonLink to="/explore" variant="primary" icon="users">
              {t('timelines.findPeople')}
            </ButtonLink>
          </Empty>
        }
      />
    </Page>
  )
}

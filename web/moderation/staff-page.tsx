import { type ReactNode, useEffect, useRef } from 'react'
import { t } from '../messages/index.ts'
import { may } from '../session/me.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Link } from '../ui/router.tsx'
import { Empty } from '../ui/states.tsx'
import { QueueCount } from './queue-count.tsx'
import { ownSections, type SectionPath, sectionAt } from './sections.ts'
import css from './staff.module.css'

interface StaffPageProps {
  readonly section: SectionPath
  /** Of one thing in the section; without it, the section's own name. */
  readonly title?: string
  readonly back?: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page for those whose role allows it, with the way to the others; everybody else is told so. */
export function StaffPage({ section, title, back, actions, children }: StaffPageProps) {
  const { label, permission } = sectionAt(section)
  if (!may(permission)) return <NotForYou />
  return (
    <Page title={title ?? t(label)} {...(back && { back })} actions={actions} tabs={<StaffNav here={section} />}>
      {children}
    </Page>
  )
}

function StaffNav({ here }: { readonly here: SectionPath }) {
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    const link = nav.current?.querySelector<HTMLElement>('[aria-current]')
    // Not scrollIntoView, which would move the page as well.
    if (link) nav.current!.scrollLeft = link.offsetLeft - (nav.current!.clientWidth - link.clientWidth) / 2
  }, [])
  return (
    <nav ref={nav} className={css.nav} aria-label={t('moderation.sections')}>
      {ownSections().map(({ path, label, queue }) => (
        <Link key={path} to={path} aria-current={path === here ? 'page' : undefined}>
          <span>
            {t(label)}
            {queue && <QueueCount path={queue} />}
          </span>
        </Link>
      ))}
    </nav>
  )
}

const NotForYou = () => (
  <Page title={t('moderation.notForYou')} back="/">
    <Empty icon="lock" title={t('moderation.notForYou')}>
      <p>{t('moderation.notForYouText')}</p>
      <ButtonLink to="/" variant="primary">
        {t('common.goHome')}
      </ButtonLink>
    </Empty>
  </Page>
)

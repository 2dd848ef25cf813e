import type { AdminAnnouncement } from '../../server/announcements/schema.ts'
import { post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { moment } from '../ui/time.tsx'
import { Crud } from './crud.tsx'
import { useDoing } from './doing.ts'
import { type Field, isoTime, localTime, type Values } from './edit-dialog.tsx'
import { Badge } from './parts.tsx'
import css from './staff.module.css'
import { useStaffPages } from './staff-list.tsx'
import { StaffPage } from './staff-page.tsx'

const PATH = '/api/tweeter/v1/admin/announcements'

export default function AnnouncementsPage() {
  return (
    <StaffPage section="/admin/announcements">
      <Announcements />
    </StaffPage>
  )
}

const fields = (): Field[] => [
  { name: 'text', label: t('moderation.announcementText'), kind: 'area', required: true },
  { name: 'scheduled_at', label: t('moderation.publishAt'), kind: 'time', hint: t('moderation.publishAtHint') },
  { name: 'starts_at', label: t('moderation.startsAt'), kind: 'time', hint: t('common.optional') },
  { name: 'ends_at', label: t('moderation.endsAt'), kind: 'time', hint: t('moderation.endsAtHint') },
  { name: 'all_day', label: t('moderation.allDay'), kind: 'check' },
]

const none: Values = { text: '', scheduled_at: '', starts_at: '', ends_at: '', all_day: false }

const valuesOf = (item: AdminAnnouncement): Values => ({
  text: item.text,
  scheduled_at: localTime(item.scheduled_at),
  starts_at: localTime(item.starts_at),
  ends_at: localTime(item.ends_at),
  all_day: item.all_day,
})

/** Of an announcement that is out already its hour is not sent: that would take it back. */
const bodyOf = (values: Values, item: AdminAnnouncement | null) => ({
  text: values.text,
  starts_at: isoTime(String(values.starts_at)),
  ends_at: isoTime(String(values.ends_at)),
  all_day: values.all_day,
  ...(!item?.published && { scheduled_at: isoTime(String(values.scheduled_at)) }),
})

function Announcements() {
  const pages = useStaffPages<AdminAnnouncement>(PATH, { limit: 40 })
  const { busy, run } = useDoing()
  const toggle = ({ id, published }: AdminAnnouncement) =>
    run(
      id,
      () => post(`${PATH}/${id}/${published ? 'unpublish' : 'publish'}`),
      t(published ? 'moderation.unpublished' : 'moderation.published'),
    )
  return (
    <Crud<AdminAnnouncement>
      about={t('moderation.announcementsAbout')}
      label={t('moderation.announcements')}
      icon="megaphone"
      empty={t('moderation.noAnnouncements')}
      addWords={t('moderation.announce')}
      path={PATH}
      pages={pages}
      addFields={fields()}
      editFields={fields()}
      newValues={none}
      valuesOf={valuesOf}
      bodyOf={bodyOf}
      nameOf={({ text }) => text.slice(0, 60)}
      render={(item) => <Shown item={item} />}
      verbs={(item) => (
        <Button size="small" busy={busy === item.id} onClick={() => void toggle(item)}>
          {t(item.published ? 'moderation.unpublish' : 'moderation.publish')}
        </Button>
      )}
    />
  )
}

const Shown = ({ item }: { readonly item: AdminAnnouncement }) => (
  <>
    <p className={css.pre} dir="auto">
      {item.text}
    </p>
    <p className={css.meta}>
      {item.published ? (
        <Badge tone="good">{t('moderation.isPublished')}</Badge>
      ) : item.scheduled_at ? (
        <Badge tone="warn">{t('moderation.isScheduled', { time: moment(item.scheduled_at) })}</Badge>
      ) : (
        <Badge>{t('moderation.isDraft')}</Badge>
      )}
      {item.starts_at && <span>{t('moderation.starts', { time: moment(item.starts_at) })}</span>}
      {item.ends_at && <span>{t('moderation.ends', { time: moment(item.ends_at) })}</span>}
    </p>
  </>
)

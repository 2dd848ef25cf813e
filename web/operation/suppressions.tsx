import { useInfiniteQuery } from '@tanstack/react-query'
import type { Suppression } from '../../server/moderation/operation/schema.ts'
import { del, get } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { STAFF, useDoing } from '../moderation/doing.ts'
import { Badge } from '../moderation/parts.tsx'
import css from '../moderation/staff.module.css'
import { StaffList } from '../moderation/staff-list.tsx'
import { Button } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Empty } from '../ui/states.tsx'
import { moment } from '../ui/time.tsx'

const PATH = '/api/tweeter/v1/admin/mail/suppressions'
const LIMIT = 40

const reasons = {
  bounced: 'operation.suppressedBounced',
  complained: 'operation.suppressedComplained',
  unsubscribed: 'operation.suppressedUnsubscribed',
} as const

/** Addresses that mail is kept from. The list goes on by offsets, unlike the others. */
export function Suppressions() {
  const query = useInfiniteQuery({
    queryKey: [STAFF, PATH],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => get<Suppression[]>(PATH, { limit: LIMIT, offset: pageParam }, signal),
    getNextPageParam: (last, _all, offset) => (last.length < LIMIT ? null : offset + LIMIT),
  })
  return (
    <>
      <div className={css.bar}>
        <p>{t('operation.suppressionsAbout')}</p>
      </div>
      <StaffList
        label={t('operation.suppressions')}
        pages={{ items: query.data?.pages.flat() ?? [], query }}
        keyOf={({ id }) => id}
        render={(suppression) => <Row suppression={suppression} />}
        empty={<Empty icon="check" title={t('operation.noSuppressions')} />}
      />
    </>
  )
}

function Row({ suppression: { id, address, reason, detail, suppressed_at } }: { readonly suppression: Suppression }) {
  const { busy, run } = useDoing()
  const lift = async () => {
    const asked = { title: t('operation.liftAsk'), text: t('operation.liftText', { address }) }
    if (await askToConfirm({ ...asked, action: t('operation.lift') }))
      await run('lift', () => del(`${PATH}/${id}`), t('operation.lifted'))
  }
  return (
    <div className={css.row}>
      <div className={css.lines}>
        <b dir="ltr">{address}</b>
        <p className={css.meta}>
          <Badge tone={reason === 'bounced' ? 'bad' : 'warn'}>{t(reasons[reason])}</Badge>
          <span>{moment(suppressed_at)}</span>
        </p>
        {detail && <p dir="auto">{detail}</p>}
      </div>
      <Button size="small" busy={busy === 'lift'} onClick={() => void lift()}>
        {t('operation.lift')}
      </Button>
    </div>
  )
}

/** A calm strip while the two sites of the network do not reach each other: what works, and what waits. */
import { useQuery } from '@tanstack/react-query'
import type { Network } from '../../server/sites/telling/network.ts'
import { get } from '../api/http.ts'
import { language, t } from '../messages/index.ts'
import { initial } from '../session/initial.ts'
import { Icon } from '../ui/icons.tsx'
import { clockTime } from '../ui/time.tsx'
import css from './connection.module.css'

const EVERY_MS = 5000

const list = new Intl.ListFormat(language, { type: 'conjunction' })

/** Networks with one site never ask. */
export function SitesBanner() {
  const { data } = useQuery({
    queryKey: ['network'],
    queryFn: ({ signal }) => get<Network>('/api/tweeter/v1/network', {}, signal),
    initialData: initial.network,
    enabled: initial.network.sites > 1,
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
    retry: false,
  })
  return (
    <div role="status" className={css.place}>
      {data.degraded && (
        <details className={css.sites}>
          <summary>
            <Icon name="info" />
            <span>
              {data.since === null || data.other === null
                ? t('shell.homeAway', { home: data.home })
                : t('shell.apart', { other: data.other, time: clockTime(data.since) })}
            </span>
          </summary>
          <p>{t('shell.apartWorks', { things: list.format(data.works.map((one) => t(`shell.doing_${one}`))) })}</p>
          <p>{t('shell.apartWaits', { things: list.format(data.waits.map((one) => t(`shell.doing_${one}`))) })}</p>
          <p>{t('shell.apartAfter')}</p>
        </details>
      )}
    </div>
  )
}

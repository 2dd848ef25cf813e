import type { TrafficReport } from '../../server/moderation/operation/traffic-schema.ts'
import { t } from '../messages/index.ts'
import staff from '../moderation/staff.module.css'
import { Section } from '../ui/page.tsx'
import { longCount } from '../ui/time.tsx'
import css from './traffic.module.css'

/** What people and bots come with, the most frequent first. */
export function Agents({ rows }: { readonly rows: TrafficReport['agents'] }) {
  const most = Math.max(1, ...rows.map(({ requests }) => requests))
  return (
    <Section title={t('traffic.agents')}>
      <p className={css.text}>{t('traffic.agentsText')}</p>
      <ul className={staff.bars}>
        {rows.map(({ agent, requests }) => (
          <li key={agent}>
            <bdi>{agent || '—'}</bdi>
            <bdi>{longCount(requests)}</bdi>
            <i aria-hidden="true" style={{ '--part': `${(requests / most) * 100}%` } as object} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

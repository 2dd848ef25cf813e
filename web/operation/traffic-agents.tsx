import type { TrafficReport } from '../../server/moderation/operation/traffic-schema.ts'
import { t } from '../messages/index.ts'
import { Bars } from '../ui/figures.tsx'
import { Section } from '../ui/page.tsx'
import { longCount } from '../ui/time.tsx'
import css from './traffic.module.css'

/** What people and bots come with, the most frequent first. */
export const Agents = ({ rows }: { readonly rows: TrafficReport['agents'] }) => (
  <Section title={t('traffic.agents')}>
    <p className={css.text}>{t('traffic.agentsText')}</p>
    <Bars
      rows={rows.map(({ agent, requests }) => ({
        key: agent,
        name: agent || '—',
        words: longCount(requests),
        value: requests,
      }))}
    />
  </Section>
)

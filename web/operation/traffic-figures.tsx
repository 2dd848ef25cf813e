import type { ReactNode } from 'react'
import type { TrafficReport } from '../../server/moderation/operation/traffic-schema.ts'
import { language, t } from '../messages/index.ts'
import staff from '../moderation/staff.module.css'
import { longCount, shortCount } from '../ui/time.tsx'
import { bytes, inMs, smallPercent } from './health-words.ts'
import css from './traffic.module.css'

const perSecond = (rate: number): string =>
  new Intl.NumberFormat(language, {
    notation: rate < 10_000 ? 'standard' : 'compact',
    maximumFractionDigits: rate < 10 ? 2 : rate < 100 ? 1 : 0,
  }).format(rate)

interface FiguresProps {
  readonly report: TrafficReport
  /** Requests a second now; null when nobody knows. */
  readonly rate: number | null
}

/** The figures of the whole stretch, and how much there is to do now. */
export function Figures({ report: { total, from, until }, rate }: FiguresProps) {
  const seconds = Math.max(1, (Date.parse(until) - Date.parse(from)) / 1000)
  return (
    <dl className={`${staff.cards} ${css.figures}`}>
      <Figure name={t('traffic.perSecond')} text={t('traffic.perSecondNow')} strong>
        {rate === null ? '–' : perSecond(rate)}
      </Figure>
      <Figure name={t('traffic.requests')} text={t('traffic.mean', { rate: perSecond(total.requests / seconds) })}>
        <span title={longCount(total.requests)}>{shortCount(total.requests)}</span>
      </Figure>
      <Figure
        name={t('traffic.errors')}
        text={t('traffic.ofAll', { percent: smallPercent((total.errors / Math.max(1, total.requests)) * 100) })}
        bad={total.errors > 0}
      >
        {shortCount(total.errors)}
      </Figure>
      <Figure
        name={t('traffic.duration')}
        text={t('traffic.durations', { p95: inMs(total.p95_ms), p99: inMs(total.p99_ms) })}
      >
        {inMs(total.p50_ms)}
      </Figure>
      <Figure
        name={t('traffic.visitors')}
        text={t(total.visitors === null ? 'traffic.visitorsUnknown' : 'traffic.visitorsText')}
      >
        {total.visitors === null ? '–' : shortCount(total.visitors)}
      </Figure>
      <Figure name={t('traffic.sent')} text={t('traffic.sentText')}>
        {bytes(total.bytes)}
      </Figure>
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly text: string
  readonly strong?: boolean
  readonly bad?: boolean
  readonly children: ReactNode
}

const Figure = ({ name, text, strong = false, bad = false, children }: FigureProps) => (
  <div className={`${staff.card} ${strong ? css.strong : ''} ${bad ? css.wrong : ''}`}>
    <dt>{name}</dt>
    <dd className={css.value}>{children}</dd>
    <dd>{text}</dd>
  </div>
)

import type { TrafficReport } from '../../server/moderation/operation/traffic-schema.ts'
import { language, t } from '../messages/index.ts'
import { Figure, Figures } from '../ui/figures.tsx'
import { longCount, percentOf, shortCount } from '../ui/time.tsx'
import { bytes, inMs } from './health-words.ts'

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
export function TrafficFigures({ report: { total, from, until }, rate }: FiguresProps) {
  const seconds = Math.max(1, (Date.parse(until) - Date.parse(from)) / 1000)
  return (
    <Figures>
      <Figure name={t('traffic.perSecond')} text={t('traffic.perSecondNow')} tone="strong">
        {rate === null ? '–' : perSecond(rate)}
      </Figure>
      <Figure name={t('traffic.requests')} text={t('traffic.mean', { rate: perSecond(total.requests / seconds) })}>
        <span title={longCount(total.requests)}>{shortCount(total.requests)}</span>
      </Figure>
      <Figure
        name={t('traffic.errors')}
        text={t('traffic.ofAll', { percent: percentOf(total.errors / Math.max(1, total.requests)) })}
        tone={total.errors > 0 ? 'bad' : undefined}
      >
        {shortCount(total.errors)}
      </Figure>
      <Figure name={t('traffic.duration')} text={`p95 ${inMs(total.p95_ms)}, p99 ${inMs(total.p99_ms)}`}>
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
    </Figures>
  )
}

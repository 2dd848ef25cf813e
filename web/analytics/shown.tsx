/** What the analytics of a post and those of an account have in common. */
import { useMemo } from 'react'
import type { AccountAnalytics, PostAnalytics, Range } from '../../server/analytics/schema.ts'
import { t } from '../messages/index.ts'
import { Chips } from '../ui/chips.tsx'
import { Bars, Figure, Figures } from '../ui/figures.tsx'
import { Section } from '../ui/page.tsx'
import { Plot } from '../ui/plot.tsx'
import { stepTimes } from '../ui/plot-times.ts'
import { navigate, usePath, useQueryParameter } from '../ui/router.tsx'
import { Empty } from '../ui/states.tsx'
import { longCount, percentOf, shortCount } from '../ui/time.tsx'
import css from './analytics.module.css'

type Analytics = PostAnalytics | AccountAnalytics

/** Counted about once a minute: more often there is nothing new. */
export const EVERY_MS = 60_000

const RANGES = ['24h', '7d', '30d', 'all'] as const satisfies readonly Range[]
const FIRST: Range = '7d'

/** Which time is looked at: it stands in the address. */
export function useRange(): Range {
  const wanted = useQueryParameter('range') as Range
  return RANGES.includes(wanted) ? wanted : FIRST
}

export function Ranges({ range }: { readonly range: Range }) {
  const path = usePath()
  return (
    <div className={css.ranges}>
      <Chips
        label={t('analytics.range')}
        value={range}
        options={RANGES.map((one) => [one, t(`analytics.range_${one}`)])}
        onChange={(one) => navigate(one === FIRST ? path : `${path}?range=${one}`, { replace: true })}
      />
    </div>
  )
}

export const AnalyticsFigures = ({ of }: { readonly of: Analytics }) => (
  <Figures>
    <Figure name={t('analytics.views')} text={t('analytics.viewsText')} tone="strong">
      <Count of={of.views} />
    </Figure>
    <Figure name={t('analytics.viewers')} text={t('analytics.viewersText')}>
      <Count of={of.viewers} />
    </Figure>
    <Figure name={t('analytics.opens')} text={t('analytics.opensText')}>
      <Count of={of.opens} />
    </Figure>
    <Figure name={t('analytics.profileVisits')} text={t('analytics.profileVisitors', { count: of.profile_visitors })}>
      <Count of={of.profile_visits} />
    </Figure>
    <Figure name={t('analytics.engagements')} text={t('analytics.engagementsText')}>
      <Count of={of.engagements.total} />
    </Figure>
    <Figure name={t('analytics.rate')} text={t('analytics.rateText')}>
      {of.engagement_rate === null ? '–' : percentOf(of.engagement_rate)}
    </Figure>
  </Figures>
)

const Count = ({ of }: { readonly of: number }) => <span title={longCount(of)}>{shortCount(of)}</span>

const STEPS = { hour: 3600, day: 86_400 } as const

/** Views by the hour or the day, those of a post by itself apart; and visits of the profile. */
export function OverTime({ of, withVisits = false }: { readonly of: Analytics; readonly withVisits?: boolean }) {
  const { points, step } = of
  const times = useMemo(
    () =>
      stepTimes(
        points.map(({ at }) => at),
        STEPS[step],
      ),
    [points, step],
  )
  const common = {
    times,
    timeName: t('analytics.time'),
    shape: 'bars',
    format: longCount,
    formatAxis: shortCount,
    whole: true,
    running: true,
  } as const
  if (of.views === 0 && of.profile_visits === 0)
    return (
      <Empty icon="eye" title={t('analytics.nothing')}>
        {t('analytics.nothingText')}
      </Empty>
    )
  const sum = (values: readonly number[]) => shortCount(values.reduce((all, one) => all + one, 0))
  const opens = points.map((point) => point.opens)
  const inLists = points.map((point) => Math.max(0, point.views - point.opens))
  const visits = points.map((point) => point.profile_visits)
  return (
    <>
      <Section>
        <Plot
          {...common}
          label={t('analytics.overTime')}
          series={[
            { name: t('analytics.opens'), tone: 'ink', values: opens, whole: sum(opens) },
            { name: t('analytics.inLists'), tone: 'accent', values: inLists, whole: sum(inLists) },
          ]}
        />
      </Section>
      {withVisits && (
        <Section>
          <Plot
            {...common}
            label={t('analytics.visitsOverTime')}
            series={[{ name: t('analytics.profileVisits'), tone: 'accent', values: visits, whole: sum(visits) }]}
            small
          />
        </Section>
      )}
    </>
  )
}

const KINDS = ['favourites', 'boosts', 'replies', 'quotes', 'bookmarks'] as const

export const Kinds = ({ of: { engagements } }: { readonly of: Analytics }) => (
  <Section title={t('analytics.kinds')}>
    {engagements.total === 0 ? (
      <p className={css.text}>{t('analytics.noEngagements')}</p>
    ) : (
      <Bars
        rows={KINDS.map((kind) => ({
          key: kind,
          name: t(`analytics.${kind}`),
          words: longCount(engagements[kind]),
          value: engagements[kind],
        }))}
      />
    )}
  </Section>
)

export const About = () => <p className={css.about}>{t('analytics.about')}</p>

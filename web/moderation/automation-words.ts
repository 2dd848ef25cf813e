/** What looks automated, in words. */
import type { Pattern } from '../../server/moderation/automation/patterns.ts'
import type { AutomationProposal, AutomationRules } from '../../server/moderation/automation/schema.ts'
import { t } from '../messages/index.ts'
import { longCount, tag } from '../ui/time.tsx'

export const patternName = (pattern: Pattern): string => t(`automation.${pattern}`)
export const patternAbout = (pattern: Pattern): string => t(`automation.${pattern}About`)

/** The numbers that speak for a proposal, as a sentence. */
export function evidenceWords({ pattern, evidence }: Pick<AutomationProposal, 'pattern' | 'evidence'>): string {
  const count = (value: number | undefined) => longCount(value ?? 0)
  const [requests, limited, writes] = [count(evidence.requests), count(evidence.limited), count(evidence.writes)]
  switch (pattern) {
    case 'clockwork': {
      const [gap, spread] = [duration(evidence.gap_mean_ms), duration(evidence.gap_deviation_ms)]
      return t('automation.clockworkSeen', { requests, gap, spread })
    }
    case 'writing':
      return t('automation.writingSeen', { writes, requests })
    case 'sleepless':
      return t('automation.sleeplessSeen', { hours: count(evidence.hours), writes })
    case 'flooding':
      return evidence.limited
        ? t('automation.floodingRefused', { requests, limited })
        : t('automation.floodingSeen', { requests })
    case 'scanning':
      return t('automation.scanningSeen', { missing: count(evidence.not_found), requests })
    case 'guessing':
      return t('automation.guessingSeen', { refused: count(evidence.refused), requests })
  }
}

const duration = (ms = 0): string => {
  const [unit, value] = ms < 1000 ? (['millisecond', ms] as const) : (['second', ms / 1000] as const)
  const format = { style: 'unit', unit, unitDisplay: 'long', maximumSignificantDigits: 2 } as const
  return new Intl.NumberFormat(tag, format).format(value)
}

/** Whole days where it is some. */
export const spanWords = (hours: number): string =>
  hours >= 48 && hours % 24 === 0
    ? t('automation.days', { count: hours / 24 })
    : t('automation.hours', { count: hours })

export const timesWords = (multiplier: number): string =>
  t('automation.times', { count: new Intl.NumberFormat(tag).format(multiplier) })

export function modeWords({ mode, hours }: AutomationRules[Pattern]): string {
  if (mode === 'off') return t('automation.modeOff')
  return mode === 'propose' ? t('automation.modePropose') : t('automation.modeLimitFor', { time: spanWords(hours) })
}

/** Choices for a limit, with one that is set and none of them. */
export const spanOptions = (now?: number) =>
  [...new Set([1, 6, 24, 72, 168, 720, ...(now === undefined ? [] : [now])])]
    .toSorted((one, other) => one - other)
    .map((hours) => ({ value: String(hours), label: spanWords(hours) }))

export const timesOptions = (now: number) =>
  [...new Set([0.5, 0.75, 1, 1.5, 2, 4, now])]
    .toSorted((one, other) => one - other)
    .map((multiplier) => ({ value: String(multiplier), label: timesWords(multiplier) }))

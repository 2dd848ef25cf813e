import type { Static } from 'typebox'
import type { DomainBlock } from '../../server/moderation/admin-schema.ts'
import { t } from '../messages/index.ts'
import type { Field, Values } from './edit-dialog.tsx'

const DAY = 24 * 3600

const severities = {
  sign_up_requires_approval: 'moderation.severityApproval',
  sign_up_block: 'moderation.severitySignUp',
  no_access: 'moderation.severityAccess',
  noop: 'moderation.severityNone',
  silence: 'moderation.isSilenced',
  suspend: 'moderation.severitySuspend',
} as const
type Severity = keyof typeof severities

export const severityName = (severity: Severity): string => t(severities[severity])

const options = (...list: Severity[]) => list.map((value) => ({ value, label: severityName(value) }))

/** @param isNew otherwise its end may stay as it is. */
export const ipFields = (isNew: boolean): Field[] => [
  { name: 'ip', label: t('moderation.ip'), hint: t('moderation.ipHint'), required: true, ltr: true, maxLength: 60 },
  {
    name: 'severity',
    label: t('moderation.severity'),
    kind: 'select',
    options: options('sign_up_requires_approval', 'sign_up_block', 'no_access'),
  },
  {
    name: 'expires_in',
    label: t('moderation.lasts'),
    kind: 'select',
    options: [
      ...(isNew ? [] : [{ value: '', label: t('moderation.asBefore') }]),
      { value: '0', label: t('moderation.forever') },
      ...[1, 7, 30, 365].map((count) => ({ value: String(count * DAY), label: t('moderation.days', { count }) })),
    ],
  },
  { name: 'comment', label: t('moderation.comment'), hint: t('moderation.commentHint'), kind: 'area', maxLength: 2000 },
]

export const ipBody = ({ expires_in, ...rest }: Values): object => ({
  ...rest,
  ...(expires_in !== '' && { expires_in: Number(expires_in) }),
})

export const domainFields = (): Field[] => [
  { name: 'severity', label: t('moderation.severity'), kind: 'select', options: options('silence', 'suspend', 'noop') },
  { name: 'reject_media', label: t('moderation.rejectMedia'), kind: 'check' },
  { name: 'reject_reports', label: t('moderation.rejectReports'), kind: 'check' },
  { name: 'obfuscate', label: t('moderation.obfuscate'), kind: 'check' },
  { name: 'public_comment', label: t('moderation.publicComment'), kind: 'area', maxLength: 2000 },
  {
    name: 'private_comment',
    label: t('moderation.comment'),
    hint: t('moderation.commentHint'),
    kind: 'area',
    maxLength: 2000,
  },
]

export const domainValues = (block: Static<typeof DomainBlock> | null): Values => ({
  severity: block?.severity ?? 'silence',
  reject_media: block?.reject_media ?? false,
  reject_reports: block?.reject_reports ?? false,
  obfuscate: block?.obfuscate ?? false,
  public_comment: block?.public_comment ?? '',
  private_comment: block?.private_comment ?? '',
})

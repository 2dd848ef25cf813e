import { type TextKey, t } from '../messages/index.ts'

const things: Readonly<Record<string, TextKey>> = {
  account: 'moderation.thingAccount',
  report: 'moderation.thingReport',
  status: 'moderation.thingPost',
  rule: 'moderation.thingRule',
  warning_preset: 'moderation.thingPreset',
  announcement: 'moderation.thingAnnouncement',
  custom_emoji: 'moderation.thingEmoji',
  email_domain_block: 'moderation.thingMailDomain',
  canonical_email_block: 'moderation.thingMailbox',
  ip_block: 'moderation.thingIp',
  domain_block: 'moderation.thingNetworkBlock',
  domain_allow: 'moderation.thingNetworkAllow',
  trend: 'moderation.thingTrend',
  job: 'moderation.thingJob',
  mail: 'moderation.thingMail',
  automation: 'automation.thing',
  automation_rule: 'automation.thingRule',
}

const deeds: Readonly<Record<string, TextKey>> = {
  approve: 'moderation.didApprove',
  reject: 'moderation.didReject',
  warn: 'moderation.didWarn',
  sensitive: 'moderation.didSensitive',
  mark_sensitive: 'moderation.didSensitive',
  unsensitive: 'moderation.didUnsensitive',
  disable: 'moderation.didDisable',
  enable: 'moderation.didEnable',
  silence: 'moderation.didSilence',
  unsilence: 'moderation.didUnsilence',
  suspend: 'moderation.didSuspend',
  unsuspend: 'moderation.didUnsuspend',
  change_role: 'moderation.didChangeRole',
  destroy: 'moderation.didDestroy',
  assign_to_self: 'moderation.didAssign',
  unassign: 'moderation.didUnassign',
  resolve: 'moderation.didResolve',
  reopen: 'moderation.didReopen',
  create: 'moderation.didCreate',
  update: 'moderation.didUpdate',
  publish: 'moderation.didPublish',
  unpublish: 'moderation.didUnpublish',
  retry: 'moderation.didRetry',
  retry_all: 'moderation.didRetryAll',
  drop: 'moderation.didDrop',
  lift: 'moderation.didLift',
  dismiss: 'automation.didDismiss',
  limit: 'automation.didLimit',
  unlimit: 'automation.didUnlimit',
}

/** What an entry of the audit log is about: `warning_preset`. What is new to this client stands for itself. */
export const thingName = (type: string): string => (things[type] ? t(things[type] as 'moderation.thingRule') : type)

/** `account.suspend` in words. */
export function auditWords(action: string): string {
  const [type = '', verb = ''] = action.split('.')
  const deed = deeds[verb]
  return deed ? t('moderation.auditLine', { thing: thingName(type), deed: t(deed as 'moderation.didCreate') }) : action
}

export const auditTypes = Object.keys(things)

/** The pages of staff: where they are, and who may see which. */
import type { TextKey } from '../messages/index.ts'
import { may } from '../session/me.ts'

type Permission = Parameters<typeof may>[0]

interface Section {
  readonly path: string
  readonly label: TextKey
  readonly permission: Permission
  /** A list of what waits for somebody: how much of it there is, is shown. */
  readonly queue?: string
}

const sections = [
  { path: '/admin', label: 'moderation.overview', permission: 'view_dashboard' },
  { path: '/admin/reports', label: 'moderation.reports', permission: 'manage_reports' },
  { path: '/admin/accounts', label: 'moderation.accounts', permission: 'manage_users' },
  {
    path: '/admin/automation',
    label: 'automation.title',
    permission: 'manage_users',
    queue: '/api/tweeter/v1/admin/automation',
  },
  { path: '/admin/trends', label: 'moderation.trends', permission: 'manage_taxonomies' },
  { path: '/admin/audit', label: 'moderation.audit', permission: 'view_audit_log' },
  { path: '/admin/rules', label: 'moderation.rules', permission: 'manage_rules' },
  { path: '/admin/announcements', label: 'moderation.announcements', permission: 'manage_announcements' },
  { path: '/admin/emojis', label: 'moderation.emojis', permission: 'manage_emojis' },
  { path: '/admin/blocks', label: 'moderation.blocks', permission: 'manage_blocks' },
  { path: '/admin/presets', label: 'moderation.presets', permission: 'manage_settings' },
  { path: '/admin/health', label: 'operation.health', permission: 'view_dashboard' },
  { path: '/admin/traffic', label: 'traffic.title', permission: 'view_dashboard' },
  { path: '/admin/jobs', label: 'operation.jobs', permission: 'manage_settings' },
  { path: '/admin/queue', label: 'operation.mail', permission: 'manage_settings' },
] as const satisfies readonly Section[]

type Own = Section & (typeof sections)[number]
export type SectionPath = Own['path']

export const sectionAt = (path: SectionPath): Own => sections.find((section) => section.path === path)!

/** Those that the signed-in person's role allows. */
export const ownSections = (): readonly Own[] => sections.filter(({ permission }) => may(permission))

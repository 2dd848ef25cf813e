import type { Static } from 'typebox'
import type { App } from '../../app.ts'
import type { Role, Viewer } from '../../http/index.ts'
import { forbidden } from '../../kit/index.ts'
import type { Read, Tx } from '../../storage/index.ts'
import type { Role as RoleShape } from '../schema.ts'
import { lockStaff, staffRole } from './queries.ts'

/** What somebody may be trusted with, and its bit in Mastodon's mask. */
const bits = {
  view_audit_log: 1 << 2,
  view_dashboard: 1 << 3,
  manage_reports: 1 << 4,
  manage_federation: 1 << 5,
  manage_settings: 1 << 6,
  manage_blocks: 1 << 7,
  manage_taxonomies: 1 << 8,
  manage_users: 1 << 10,
  manage_rules: 1 << 12,
  manage_announcements: 1 << 13,
  manage_emojis: 1 << 14,
  manage_roles: 1 << 17,
  delete_user_data: 1 << 19,
} as const
export type Permission = keyof typeof bits

const everything = Object.keys(bits) as Permission[]

/** The one table of who may do what. */
const granted: Readonly<Record<Role, readonly Permission[]>> = {
  owner: everything,
  admin: everything,
  moderator: ['view_audit_log', 'view_dashboard', 'manage_reports', 'manage_taxonomies', 'manage_users'],
  user: [],
}

const ranks: Readonly<Record<Role, number>> = { user: 0, moderator: 1, admin: 2, owner: 3 }

/** Nobody acts on somebody of equal or higher role, themselves included. */
export const outranks = (one: Role, other: Role): boolean => ranks[one] > ranks[other]

export const permissionsOf = (role: Role): readonly Permission[] => granted[role]
export const hasPermission = (role: Role, permission: Permission): boolean => granted[role].includes(permission)

/** Mastodon's bit of those who may do whatever there is. */
const ADMINISTRATOR = 1

const maskOf = (role: Role): string =>
  String(granted[role].reduce((mask, one) => mask | bits[one], role === 'owner' ? ADMINISTRATOR : 0))

/** How many collections anybody may have; Mastodon's figure. */
export const COLLECTION_LIMIT = 10

const shown = (role: Role, id: string, name: string): Static<typeof RoleShape> => ({
  id,
  name,
  color: '',
  permissions: maskOf(role),
  highlighted: name !== '',
  collection_limit: COLLECTION_LIMIT,
})

const roles = {
  owner: shown('owner', 'owner', 'Owner'),
  admin: shown('admin', 'admin', 'Admin'),
  moderator: shown('moderator', 'moderator', 'Moderator'),
  user: shown('user', '-99', ''),
} as const

/** Mastodon's Role. */
export const roleJson = (role: Role): Static<typeof RoleShape> => roles[role]

const refused = () => forbidden('This action is not allowed: your role does not include it.')

/**
 * Demands that somebody may do something, by what the database says now: a token may be older than a demotion.
 *
 * @returns their role. @throws Problem 403.
 */
export async function requirePermission(app: App, viewer: Viewer, permission: Permission): Promise<Role> {
  const role = (await staffRole(app.db.read, viewer.accountId))[0]?.role
  if (role === undefined || !hasPermission(role, permission)) throw refused()
  return role
}

/** The role of somebody who may act at all: confirmed, approved, neither suspended, disabled nor gone. Or null. */
export const actingRole = async (read: Read, accountId: number): Promise<Role | null> =>
  (await staffRole(read, accountId))[0]?.role ?? null

/** The same as requirePermission inside a transaction, until whose end nobody can take the role away. @throws Problem 403. */
export async function holdPermission(tx: Tx, viewer: Viewer, permission: Permission): Promise<Role> {
  const role = (await lockStaff(tx, viewer.accountId))[0]?.role
  if (role === undefined || !hasPermission(role, permission)) throw refused()
  return role
}

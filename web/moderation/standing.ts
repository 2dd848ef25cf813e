/** What an account is allowed, and who may decide about whom. */
import type { AdminAccount } from '../../server/moderation/admin-schema.ts'
import { t } from '../messages/index.ts'
import { currentMe, may } from '../session/me.ts'
import type { Tone } from './parts.tsx'

const ranks: Readonly<Record<string, number>> = { moderator: 1, admin: 2, owner: 3 }
const rankOf = (roleId: string): number => ranks[roleId] ?? 0

/** Nobody decides about somebody of an equal or higher role; the server judges anyway. */
export const mayDecideAbout = ({ role }: Pick<AdminAccount, 'role'>): boolean =>
  may('manage_users') && rankOf(currentMe()?.role?.id ?? '') > rankOf(role.id)

/** The roles that the signed-in person may give. */
export function rolesToGive(): { readonly value: string; readonly label: string }[] {
  const own = rankOf(currentMe()?.role?.id ?? '')
  return (['user', 'moderator', 'admin', 'owner'] as const)
    .filter((role) => own === ranks.owner || rankOf(role) < own)
    .map((role) => ({ value: role, label: roleName(role) }))
}

/** @param id as Mastodon's Role has it: `-99` for people without one. */
export function roleName(id: string): string {
  if (id === 'owner') return t('moderation.roleOwner')
  if (id === 'admin') return t('moderation.roleAdmin')
  return id === 'moderator' ? t('moderation.roleModerator') : t('moderation.roleUser')
}

type Standing = Pick<
  AdminAccount,
  'suspended' | 'disabled' | 'silenced' | 'sensitized' | 'approved' | 'confirmed' | 'email'
>

/** What stands out about an account, the gravest first; nothing when all is well. */
export function marksOf(account: Standing): { readonly tone: Tone; readonly words: string }[] {
  // Nobody signs in to an import, so that nobody waits to be let in.
  const hasPerson = account.email !== null
  return [
    account.suspended && ({ tone: 'bad', words: t('moderation.isSuspended') } as const),
    account.disabled && ({ tone: 'bad', words: t('moderation.isDisabled') } as const),
    account.silenced && ({ tone: 'warn', words: t('moderation.isSilenced') } as const),
    account.sensitized && ({ tone: 'warn', words: t('moderation.isSensitized') } as const),
    hasPerson && !account.approved && ({ tone: 'warn', words: t('moderation.isPending') } as const),
    hasPerson && !account.confirmed && ({ tone: 'plain', words: t('moderation.isUnconfirmed') } as const),
  ].filter((mark) => mark !== false)
}

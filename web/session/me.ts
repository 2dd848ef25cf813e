/** Who is signed in, and what they may. */
import { useSyncExternalStore } from 'react'
import type { CredentialAccount } from '../../server/accounts/schema.ts'
import type { Initial } from '../../server/pages/client/initial.ts'
import { initial } from './initial.ts'

let me: CredentialAccount | null = initial.me
const listeners = new Set<() => void>()

/** The signed-in person; null for a visitor. */
export const currentMe = (): CredentialAccount | null => me

/** After a change of one's own profile. */
export function setMe(changed: CredentialAccount): void {
  me = changed
  for (const listener of listeners) listener()
}

export const useMe = (): CredentialAccount | null =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, currentMe)

export const instance = initial.instance

/** Whether the signed-in person's role allows this; the server judges anyway. */
export const may = (permission: Initial['permissions'][number]): boolean => initial.permissions.includes(permission)

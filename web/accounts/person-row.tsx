import type { ReactNode } from 'react'
import { useAccount } from '../api/entities.ts'
import { Avatar } from '../ui/avatar.tsx'
import { NameLink } from './name.tsx'

/** A person in a list of people: picture, name, address, and what one may do at the end. */
export function PersonRow({ id, actions }: { readonly id: string; readonly actions?: ReactNode }) {
  const account = useAccount(id)
  if (!account) return null
  return (
    <article tabIndex={-1}>
      <Avatar src={account.avatar_static} /> <NameLink account={account} /> @{account.acct} {actions}
    </article>
  )
}

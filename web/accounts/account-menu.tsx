/** What one can do about a person, as a menu: on profiles, and as a part of the menu of a post. */
import type { Account } from '../../server/accounts/schema.ts'
import type { Relationship } from '../../server/relations/schema.ts'
import { useAccount } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { openComposer, openReport } from '../session/intents.ts'
import { may, useMe } from '../session/me.ts'
import { IconButton } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { openAccountDialog } from './dialog-state.ts'
import { nameOf } from './name.tsx'
import { block, endorse, follow, removeFollower, unblock, unmute, useRelationshipWith } from './relationships.ts'

type Items = (MenuItem | 'line' | null | false | undefined)[]

/** The button with three dots. */
export function AccountMenu({ id }: { readonly id: string }) {
  const me = useMe()
  const account = useAccount(id)
  const relationship = useRelationshipWith(id)
  if (!account) return null
  const items: Items = !me
    ? [copyItem(account)]
    : me.id === id
      ? ownItems(account)
      : [
          ...talkItems(account, relationship),
          'line',
          ...followItems(account, relationship),
          copyItem(account),
          'line',
          ...defenceItems(account, relationship),
          ...staffItems(account),
        ]
  return (
    <Menu
      items={items.filter((item) => item !== undefined)}
      button={(props) => <IconButton icon="more" label={t('accounts.menu', { name: nameOf(account) })} {...props} />}
    />
  )
}

const ownItems = (account: Account): Items => [
  { label: t('accounts.editProfile'), icon: 'pencil', to: '/settings/profile' },
  { label: t('accounts.requests'), icon: 'userPlus', to: '/follow_requests' },
  copyItem(account),
]

const talkItems = (account: Account, relationship: Relationship | undefined): Items =>
  relationship?.blocking || relationship?.blocked_by
    ? []
    : [
        {
          label: t('accounts.mention', { name: `@${account.acct}` }),
          icon: 'at',
          onSelect: () => openComposer({ kind: 'new', text: `@${account.acct} ` }),
        },
        {
          label: t('accounts.message', { name: `@${account.acct}` }),
          icon: 'mail',
          onSelect: () => openComposer({ kind: 'message', to: [account.acct] }),
        },
      ]

/** What one can set about a follow; the bell and the boosts stand in the profile as well. */
export function followItems(account: Account, relationship: Relationship | undefined): Items {
  const { id } = account
  const edit: Items = [{ label: t('accounts.noteEdit'), icon: 'draft', onSelect: () => openAccountDialog('note', id) }]
  if (!relationship?.following) return edit
  const { showing_reblogs, notifying, endorsed, languages } = relationship
  return [
    {
      label: t(notifying ? 'accounts.notifyOff' : 'accounts.notifyOn'),
      icon: 'bell',
      onSelect: () => void follow(id, { notify: !notifying }),
    },
    {
      label: t(showing_reblogs ? 'accounts.boostsOff' : 'accounts.boostsOn'),
      icon: 'boost',
      onSelect: () => void follow(id, { reblogs: !showing_reblogs }),
    },
    {
      label: t('accounts.languages'),
      icon: 'globe',
      ...(languages && { hint: languages.join(', ') }),
      onSelect: () => openAccountDialog('languages', id),
    },
    { label: t('accounts.lists'), icon: 'list', onSelect: () => openAccountDialog('lists', id) },
    {
      label: t(endorsed ? 'accounts.unendorse' : 'accounts.endorse'),
      icon: 'star',
      onSelect: () => void endorse(id, !endorsed),
    },
    ...edit,
  ]
}

const copyItem = (account: Account): MenuItem => ({
  label: t('accounts.copyLink'),
  icon: 'link',
  onSelect: () => void copyText(account.url),
})

/** Copies and says so. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast(t('common.copied'))
  } catch (error) {
    toastError(error)
  }
}

/** Mute, block, report: also at the foot of a post's menu. @param statusIds what a report is about. */
export function defenceItems(
  account: Account,
  relationship: Relationship | undefined,
  statusIds: readonly string[] = [],
): MenuItem[] {
  const { id } = account
  const name = `@${account.acct}`
  return [
    ...(relationship?.followed_by
      ? [{ label: t('accounts.removeFollower'), icon: 'user' as const, onSelect: () => void askRemove(account) }]
      : []),
    relationship?.muting
      ? { label: t('accounts.unmuteName', { name }), icon: 'sound', onSelect: () => void unmute(id) }
      : { label: t('accounts.muteName', { name }), icon: 'mute', onSelect: () => openAccountDialog('mute', id) },
    relationship?.blocking
      ? { label: t('accounts.unblockName', { name }), icon: 'block', onSelect: () => void unblock(id) }
      : {
          label: t('accounts.blockName', { name }),
          icon: 'block',
          danger: true,
          onSelect: () => void askBlock(account),
        },
    {
      label: t('accounts.reportName', { name }),
      icon: 'flag',
      danger: true,
      onSelect: () => openReport({ accountId: id, statusIds }),
    },
  ]
}

async function askBlock(account: Account): Promise<void> {
  const name = nameOf(account)
  const title = t('accounts.blockTitle', { name })
  const sure = await askToConfirm({ title, text: t('accounts.blockText'), action: t('accounts.block'), danger: true })
  if (sure) await block(account.id)
}

async function askRemove(account: Account): Promise<void> {
  const title = t('accounts.removeFollowerTitle', { name: nameOf(account) })
  const text = t('accounts.removeFollowerText')
  if (await askToConfirm({ title, text, action: t('common.remove') })) await removeFollower(account.id)
}

/** For those who look after the network. */
export const staffItems = (account: Account): Items =>
  may('manage_users') || may('manage_reports')
    ? ['line', { label: t('accounts.moderate'), icon: 'shield', to: `/admin/accounts/${account.id}` }]
    : []

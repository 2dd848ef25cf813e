/** Everything else that one can do with a post, behind three dots. */
import { lazy, Suspense, useState } from 'react'
import { defenceItems } from '../accounts/account-menu.tsx'
import { askRelationships } from '../accounts/relationships.ts'
import { type StoredStatus, useRelationship } from '../api/entities.ts'
import { t } from '../messages/index.ts'
import { openComposer } from '../session/intents.ts'
import { currentMe, may, useMe } from '../session/me.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, type MenuItems } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'
import { analyticsPath, postPath } from './links.ts'
import { copy, copyEmbed, deletePost, revokeQuote, share } from './manage.ts'
import { type Mark, setMark } from './react.ts'
import { isCounted } from './views.ts'

const dialogs = {
  history: lazy(() => import('./history-dialog.tsx')),
  policy: lazy(() => import('./policy-dialog.tsx')),
  filter: lazy(() => import('./filter-dialog.tsx')),
}
type DialogName = keyof typeof dialogs
type Open = (name: DialogName) => void

export function MoreMenu({ status }: { readonly status: StoredStatus }) {
  const [dialog, setDialog] = useState<DialogName | null>(null)
  const me = useMe()
  const relationship = useRelationship(status.account.id)
  const isOwn = me?.id === status.account.id
  // How one stands to the author is asked for when the menu is about to be opened, not for every post of a list.
  const ask = () => askRelationships([status.account.id])
  const Shown = dialog && dialogs[dialog]
  return (
    <>
      <Menu
        items={() => [
          ...everybodys(status, setDialog),
          ...(me ? conversation(status) : []),
          ...(isOwn ? own(status, setDialog) : []),
          ...(me && !isOwn ? others(status, setDialog, relationship) : []),
          ...staffs(status),
        ]}
        button={(props) => (
          <IconButton icon="more" label={t('posts.more')} onPointerEnter={ask} onFocus={ask} {...props} />
        )}
      />
      {Shown && (
        <Suspense>
          <Shown status={status} onClose={() => setDialog(null)} />
        </Suspense>
      )}
    </>
  )
}

const everybodys = (status: StoredStatus, open: Open): MenuItems => [
  location.pathname !== postPath(status) && { label: t('posts.openPost'), icon: 'forward', to: postPath(status) },
  { label: t('common.copy'), icon: 'link', onSelect: () => void copy(status.url) },
  'share' in navigator && { label: t('common.share'), icon: 'share', onSelect: () => void share(status) },
  isPublic(status) && { label: t('posts.copyEmbed'), icon: 'copy', onSelect: () => void copyEmbed(status) },
  status.edited_at !== null && { label: t('posts.history'), icon: 'clock', onSelect: () => open('history') },
]

const quotesMe = ({ quote }: StoredStatus): boolean =>
  quote?.quoted_status != null && quote.quoted_status.account.id === currentMe()?.id

const isPublic = ({ visibility }: StoredStatus): boolean => visibility === 'public' || visibility === 'unlisted'

async function mark(status: StoredStatus, name: Mark, on: boolean, words: string): Promise<void> {
  if (await setMark(status.id, name, on)) toast(words)
}

const conversation = (status: StoredStatus): MenuItems => [
  'line',
  status.muted
    ? {
        label: t('posts.unmuteThread'),
        icon: 'bell',
        onSelect: () => void mark(status, 'muteThread', false, t('posts.unmuteThreadDone')),
      }
    : {
        label: t('posts.muteThread'),
        icon: 'mute',
        onSelect: () => void mark(status, 'muteThread', true, t('posts.muteThreadDone')),
      },
]

const own = (status: StoredStatus, open: Open): MenuItems => [
  'line',
  isCounted(status) && { label: t('analytics.ofPost'), icon: 'poll', to: analyticsPath(status) },
  status.visibility !== 'direct' &&
    (status.pinned
      ? {
          label: t('posts.unpin'),
          icon: 'pin',
          onSelect: () => void mark(status, 'pin', false, t('posts.unpinDone')),
        }
      : { label: t('posts.pin'), icon: 'pin', onSelect: () => void mark(status, 'pin', true, t('posts.pinDone')) }),
  isPublic(status) && { label: t('posts.whoQuotes'), icon: 'quote', onSelect: () => open('policy') },
  { label: t('common.edit'), icon: 'pencil', onSelect: () => openComposer({ kind: 'edit', id: status.id }) },
  { label: t('common.delete'), icon: 'trash', danger: true, onSelect: () => void deletePost(status) },
  {
    label: t('posts.redraft'),
    icon: 'draft',
    danger: true,
    onSelect: () => void deletePost(status, { redraft: true }),
  },
]

function others(status: StoredStatus, open: Open, relationship: ReturnType<typeof useRelationship>): MenuItems {
  const { account } = status
  const name = account.acct
  return [
    'line',
    {
      label: t('posts.mention', { name }),
      icon: 'at',
      onSelect: () => openComposer({ kind: 'new', text: `@${name} ` }),
    },
    {
      label: t('posts.message', { name }),
      icon: 'mail',
      onSelect: () => openComposer({ kind: 'message', to: [name] }),
    },
    quotesMe(status) && {
      label: t('posts.revoke'),
      icon: 'quote',
      danger: true,
      onSelect: () => void revokeQuote(status),
    },
    { label: t('posts.filter'), icon: 'filter', onSelect: () => open('filter') },
    ...defenceItems(account, relationship, [status.id]),
  ]
}

const staffs = ({ account }: StoredStatus): MenuItems =>
  may('manage_users') || may('manage_reports')
    ? ['line', { label: t('posts.moderate'), icon: 'shield', to: `/admin/accounts/${account.id}` }]
    : []

import type { Conversation } from '../../server/conversations/schema.ts'
import { nameOf, profilePath } from '../accounts/name.tsx'
import { t } from '../messages/index.ts'
import { IconButton } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Menu } from '../ui/menu.tsx'
import { navigate } from '../ui/router.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { deleteConversation, mark } from './store.ts'
import { listOf, othersIn } from './words.ts'

const MOST_PROFILES = 5

interface MenuProps {
  readonly conversation: Conversation
  /** The conversation is open: there is nothing to look at any more when it is gone, or marked as unread. */
  readonly isOpen?: boolean
}

export function ConversationMenu({ conversation, isOpen = false }: MenuProps) {
  const { id, unread } = conversation
  const others = othersIn(conversation)
  const leave = () => isOpen && navigate('/messages', { replace: true })
  return (
    <Menu
      items={[
        unread && !isOpen
          ? { label: t('conversations.markRead'), icon: 'check', onSelect: () => void mark(id, false) }
          : {
              label: t('conversations.markUnread'),
              icon: 'mail',
              onSelect: () => {
                leave()
                void mark(id, true)
              },
            },
        ...others.slice(0, MOST_PROFILES).map((one) => ({
          label: t('conversations.profileOf', { name: nameOf(one) }),
          icon: 'user' as const,
          to: profilePath(one),
        })),
        'line',
        {
          label: t('conversations.delete'),
          icon: 'trash',
          danger: true,
          onSelect: () => void remove(id).then((gone) => gone && leave()),
        },
      ]}
      button={(props) => (
        <IconButton icon="more" label={t('conversations.menu', { names: listOf(others) })} {...props} />
      )}
    />
  )
}

/** @returns whether it is gone. */
async function remove(id: string): Promise<boolean> {
  const sure = await askToConfirm({
    title: t('conversations.deleteAsk'),
    text: t('conversations.deleteText'),
    action: t('common.delete'),
    danger: true,
  })
  if (!sure) return false
  try {
    await deleteConversation(id)
    toast(t('conversations.deleted'))
    return true
  } catch (error) {
    toastError(error)
    return false
  }
}

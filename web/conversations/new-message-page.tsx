import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import { keepAccounts } from '../api/entities.ts'
import { get } from '../api/http.ts'
import type { Medium } from '../compose/model.ts'
import { t } from '../messages/index.ts'
import { Page } from '../ui/page.tsx'
import { navigate, useQueryParameter } from '../ui/router.tsx'
import { Spinner } from '../ui/states.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import css from './conversations.module.css'
import { MessageBox, tellDescriptions } from './message-box.tsx'
import { newMessageKey } from './outbox.ts'
import { PeoplePicker } from './people-picker.tsx'
import { conversationOf, conversationWith, refreshList, sendMessage } from './store.ts'
import { namesBefore } from './words.ts'

/** `/messages/new`, or `/messages/new?to=ada`: choose who it is for, and write. */
export default function NewMessagePage() {
  const to = useQueryParameter('to')
  const first = useQuery({
    queryKey: ['lookup', to],
    enabled: to !== '',
    queryFn: async ({ signal }) => {
      const found = await get<Account>('/api/v1/accounts/lookup', { acct: to }, signal)
      keepAccounts([found])
      return found
    },
  })
  return (
    <Page title={t('conversations.new')} back="/messages">
      {to !== '' && first.isPending ? <Spinner /> : <Form key={to} first={first.data ? [first.data] : []} />}
    </Page>
  )
}

function Form({ first }: { readonly first: readonly Account[] }) {
  const [people, setPeople] = useState<readonly Account[]>(first)
  const [busy, setBusy] = useState(false)
  const deliver = async (text: string, media: readonly Medium[], key: string) => {
    setBusy(true)
    try {
      const described = await tellDescriptions(media)
      // Who writes to the same people again goes on where they were.
      const known = await conversationWith(people.map((one) => one.id))
      const sent = await sendMessage({
        text: `${namesBefore(people)}${text}`,
        mediaIds: described.flatMap(({ id }) => id ?? []),
        replyTo: known?.last_status?.id ?? null,
        key,
      })
      refreshList()
      const conversation = await conversationOf(sent.id)
      navigate(conversation ? `/messages/${conversation.id}` : '/messages', { replace: true })
    } catch (error) {
      setBusy(false)
      setKept({ text, media })
      toastError(error)
    }
  }
  const [kept, setKept] = useState<{ readonly text: string; readonly media: readonly Medium[] } | null>(null)
  const send = (text: string, media: readonly Medium[]) => {
    if (people.length === 0) {
      toast(t('conversations.toNobody'))
      return false
    }
    setKept(null)
    void deliver(text, media, newMessageKey())
    return true
  }
  return (
    <div className={css.chat}>
      <div className={css.new}>
        <PeoplePicker people={people} onChange={setPeople} />
        <p className="soft small">{t('conversations.private')}</p>
      </div>
      <div className={css.foot}>
        {busy ? <Spinner /> : <MessageBox before={namesBefore(people)} onSend={send} kept={kept} />}
      </div>
    </div>
  )
}

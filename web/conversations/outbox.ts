/** Messages on their way: shown at once, sent one after the other, and kept to be tried again when that fails. */
import { useCallback, useRef, useState } from 'react'
import type { Medium } from '../compose/model.ts'
import { navigate } from '../ui/router.tsx'
import { errorText } from '../ui/states.tsx'
import { tellDescriptions } from './message-box.tsx'
import { conversationOf, readNewest, sendMessage } from './store.ts'

export interface Outgoing {
  /** The server knows it by this, so that trying again does not send it twice. */
  readonly key: string
  readonly text: string
  readonly media: readonly Medium[]
  readonly at: string
  /** Why it could not be sent; null while it is on its way. */
  readonly error: string | null
}

export const newMessageKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('')

interface Place {
  readonly conversationId: string
  /** Stands before each text. */
  readonly before: string
  /** The newest message, which the next one answers. */
  readonly newest: () => string | null
}

export function useOutbox({ conversationId, before, newest }: Place) {
  const [waiting, setWaiting] = useState<readonly Outgoing[]>([])
  const queue = useRef(Promise.resolve())
  const drop = useCallback((key: string) => setWaiting((all) => all.filter((one) => one.key !== key)), [])

  const deliver = async (message: Outgoing) => {
    try {
      const media = await tellDescriptions(message.media)
      const mediaIds = media.flatMap(({ id }) => id ?? [])
      const text = `${before}${message.text}`
      const sent = await sendMessage({ text, mediaIds, replyTo: newest(), key: message.key })
      const isHere = (await readNewest(conversationId)).includes(sent.id)
      drop(message.key)
      if (isHere) return
      // It names somebody else as well, so it is another conversation.
      const other = await conversationOf(sent.id)
      if (other) navigate(`/messages/${other.id}`)
    } catch (error) {
      setWaiting((all) => all.map((one) => (one.key === message.key ? { ...one, error: errorText(error) } : one)))
    }
  }
  const enqueue = (message: Outgoing) => {
    queue.current = queue.current.then(() => deliver(message))
  }
  return {
    waiting,
    drop,
    send: (text: string, media: readonly Medium[]) => {
      const message = { key: newMessageKey(), text, media, at: new Date().toISOString(), error: null }
      setWaiting((all) => [...all, message])
      enqueue(message)
    },
    retry: (message: Outgoing) => {
      setWaiting((all) => all.map((one) => (one.key === message.key ? { ...one, error: null } : one)))
      enqueue(message)
    },
  }
}

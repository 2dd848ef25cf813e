import { useEffect, useRef } from 'react'
import type { Conversation } from '../../server/conversations/schema.ts'
import { streams } from '../api/stream.ts'
import { putIn, refreshList } from './store.ts'

/** While the component is there, conversations follow the stream. @param onChange one of them changed; null: any may have. */
export function useLiveConversations(onChange?: (changed: Conversation | null) => void): void {
  const tell = useRef(onChange)
  tell.current = onChange
  useEffect(() => {
    const stop = streams.listen({ stream: 'direct' }, (events) => {
      for (const { event, payload } of events) {
        if (event !== 'conversation') continue
        putIn(payload as Conversation)
        tell.current?.(payload as Conversation)
      }
    })
    const stopWaiting = streams.onReconnect(() => {
      refreshList()
      tell.current?.(null)
    })
    return () => {
      stop()
      stopWaiting()
    }
  }, [])
}

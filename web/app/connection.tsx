/** What the client does when the connection goes and comes, and when the session has ended elsewhere. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { queryClient } from '../api/queries.ts'
import { streams } from '../api/stream.ts'
import { t } from '../messages/index.ts'
import { currentMe } from '../session/me.ts'
import { Icon } from '../ui/icons.tsx'
import { toast } from '../ui/toast.tsx'
import css from './connection.module.css'

const subscribe = (listener: () => void) => {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

/** A server that is started anew is there again sooner: not worth a word. */
const PATIENCE_MS = 4000

/** Whether the server answers at all: the stream also ends where the session did. */
const isReached = (): Promise<boolean> =>
  fetch('/health/live', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  )

/** Whether the server has not been reached for a while, though the browser is online. */
function useLost(): boolean {
  const [isLost, setLost] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const ends = [
      streams.onLost(() => {
        timer ??= setTimeout(async () => {
          const reached = await isReached()
          if (timer === undefined) return // the stream was faster
          if (reached) timer = undefined
          setLost(!reached)
        }, PATIENCE_MS)
      }),
      streams.onOpen(() => {
        clearTimeout(timer)
        timer = undefined
        setLost(false)
      }),
    ]
    return () => {
      clearTimeout(timer)
      for (const end of ends) end()
    }
  }, [])
  return isLost
}

/** A strip at the top while the browser is offline, or the server is away. */
export function OfflineBanner() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
  const isLost = useLost()
  useReturn()
  return (
    <div role="status" className={css.place}>
      {(!isOnline || isLost) && (
        <p className={css.banner}>
          <Icon name="alert" /> {t(isOnline ? 'shell.unreachable' : 'shell.offline')}
        </p>
      )}
    </div>
  )
}

/** Back online or back on the page: the stream is tried at once, and what failed meanwhile is asked for again. */
function useReturn(): void {
  useEffect(() => {
    const online = () => {
      streams.retry()
      void queryClient.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
      toast(t('shell.backOnline'))
    }
    const visible = () => {
      if (!document.hidden) streams.retry()
    }
    const signedOut = () => {
      if (currentMe()) location.assign(`/auth/sign_in?next=${encodeURIComponent(location.pathname + location.search)}`)
    }
    addEventListener('online', online)
    addEventListener('tweeter:signed-out', signedOut)
    document.addEventListener('visibilitychange', visible)
    return () => {
      removeEventListener('online', online)
      removeEventListener('tweeter:signed-out', signedOut)
      document.removeEventListener('visibilitychange', visible)
    }
  }, [])
}

/** Brings the service worker in, and says when a new version of the client waits. */
import { whenIdle } from '../api/idle.ts'
import { language, t } from '../messages/index.ts'
import { navigate } from '../ui/router.tsx'
import { toast } from '../ui/toast.tsx'

const CHECK_MS = 60 * 60_000

/** After everything that the first page needs. Where there is no secure context, there is no worker. */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator)) return
  const begin = () => whenIdle(() => void register().catch(() => {})) // the client works without
  if (document.readyState === 'complete') begin()
  else addEventListener('load', begin, { once: true })
}

async function register(): Promise<void> {
  const { serviceWorker } = navigator
  serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const path = (data as { navigate?: unknown } | null)?.navigate
    if (typeof path === 'string' && path.startsWith('/')) navigate(path)
  })
  const registration = await serviceWorker.register(`/sw.js?language=${language}`, {
    scope: '/',
    // What is cached of the script itself is never asked for: the server says when it is new.
    updateViaCache: 'none',
  })
  watch(registration)
  setInterval(() => void registration.update().catch(() => {}), CHECK_MS)
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = () => void lookAtWaiting(registration).catch(() => {}) // the server is away: it is there next time
  look()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
}

/**
 * A page that was loaded since the update is new already, and the new worker can begin; an older one offers to reload.
 * The server has the files of the newest build only, so an old page is one whose script is not there any more.
 */
async function lookAtWaiting({ waiting }: ServiceWorkerRegistration): Promise<void> {
  // Without a controller it is the first ever: it does not wait.
  if (!waiting || !navigator.serviceWorker.controller) return
  const script = document.querySelector<HTMLScriptElement>('script[type=module][src^="/client/"]')!
  const { status } = await fetch(script.src, { method: 'HEAD', cache: 'no-store' })
  if (status === 404) toast(t('media.newVersion'), { label: t('media.reload'), run: () => takeOver(waiting) })
  else if (status === 200) waiting.postMessage('activate')
}

/** The new worker takes over, and the page begins anew. */
function takeOver(waiting: ServiceWorker): void {
  if (waiting.state === 'installed') {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    waiting.postMessage('activate')
  } else location.reload() // another tab was first
}

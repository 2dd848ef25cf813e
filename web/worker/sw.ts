/**
 * The service worker: the client's own files from the cache, a word when the server cannot be reached, and notifications
 * while no page is open. It keeps nothing that belongs to a person: no page and no answer of the API is ever stored.
 */
import { offlinePage } from './offline.ts'
import { openNotification, resubscribe, showPush } from './push.ts'
import { type FetchHappened, scope } from './scope.ts'
import { wordsIn } from './words.ts'

/** The build writes its own here (vite.config.ts). */
const FILES = 'client-CLIENT_VERSION'
const ours = scope.location.origin
/** The page says at the registration which language it is in. */
const words = wordsIn(new URL(scope.location.href).searchParams.get('language'))

scope.addEventListener('activate', (event) => event.waitUntil(begin()))
scope.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== ours) return
  if (pathname.startsWith('/client/')) event.respondWith(file(event.request))
  // A film that is opened by itself is not a page: the browser asks for it in pieces.
  else if (mode === 'navigate' && !pathname.startsWith('/media/')) event.respondWith(page(event))
})
scope.addEventListener('push', (event) => event.waitUntil(showPush(event, words)))
scope.addEventListener('notificationclick', (event) => event.waitUntil(openNotification(event)))
scope.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(resubscribe(event)))
scope.addEventListener('message', ({ data }) => {
  if (data === 'activate') void scope.skipWaiting()
})

/** Takes over: what other versions kept goes. */
async function begin(): Promise<void> {
  for (const name of await caches.keys()) if (name !== FILES && name.startsWith('client-')) await caches.delete(name)
  await scope.registration.navigationPreload?.enable()
  await scope.clients.claim()
}

/** Its name carries its hash, so what was kept is right for ever. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(FILES)
  const kept = await cache.match(request)
  if (kept) return kept
  const response = await fetch(request)
  // A full disk is no reason not to answer.
  if (response.ok) await cache.put(request, response.clone()).catch(() => {})
  return response
}

async function page({ request, preloadResponse }: FetchHappened): Promise<Response> {
  try {
    return (await preloadResponse) ?? (await fetch(request))
  } catch {
    return offlinePage(words)
  }
}

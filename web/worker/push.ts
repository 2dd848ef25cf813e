/** Notifications that come while no page may be open. */
import type { Message } from '../../server/push/message.ts'
import type { Subscription } from '../../server/push/schema.ts'
import { ALL_NOTIFICATIONS, destinationOf, type Notified } from './destination.ts'
import { type NotificationClicked, type PushHappened, type SubscriptionChanged, scope } from './scope.ts'
import type { Words } from './words.ts'

/** The browser lets a click open a window for a short while only. */
const LOOKUP_MS = 2000
const SUBSCRIPTION = '/api/v1/push/subscription'

/** Browsers demand that something is shown for each, also for one that cannot be read. */
export async function showPush({ data }: PushHappened, { notification }: Words): Promise<void> {
  const message = read(data)
  await scope.registration.showNotification(message?.title || notification, {
    body: message?.body ?? '',
    icon: message?.icon ?? '/assets/icon-192.png',
    badge: '/assets/icon-96.png',
    // What is delivered twice is shown once.
    tag: message ? `notification-${message.notification_id}` : 'notification',
    ...(message && { lang: message.preferred_locale }),
    dir: 'auto',
    data: message?.notification_id ?? null,
  })
}

function read(data: PushHappened['data']): Partial<Message> | null {
  try {
    const message = data?.json()
    return typeof message === 'object' ? (message as Partial<Message> | null) : null
  } catch {
    return null // not JSON
  }
}

/** In a tab that is open already, else in a new one. */
export async function openNotification({ notification }: NotificationClicked): Promise<void> {
  notification.close()
  const path = await destination(notification.data as unknown)
  const tabs = await scope.clients.matchAll({ type: 'window', includeUncontrolled: false })
  const tab = tabs.find(({ focused }) => focused) ?? tabs[0]
  if (!tab) return void (await scope.clients.openWindow(path))
  tab.postMessage({ navigate: path })
  await tab.focus()
}

async function destination(id: unknown): Promise<string> {
  if (typeof id !== 'number') return ALL_NOTIFICATIONS
  try {
    const answer = await fetch(`/api/v1/notifications/${id}`, { signal: AbortSignal.timeout(LOOKUP_MS) })
    return answer.ok ? destinationOf((await answer.json()) as Notified) : ALL_NOTIFICATIONS
  } catch {
    return ALL_NOTIFICATIONS // offline, or too slow: the list is where it will be
  }
}

/** The browser gave up its address: the server is told the new one, with the same wishes. */
export async function resubscribe({ oldSubscription, newSubscription }: SubscriptionChanged): Promise<void> {
  const known = await fetch(SUBSCRIPTION)
  if (!known.ok) return // signed out, or never wanted
  const { alerts, policy, server_key } = (await known.json()) as Subscription
  const applicationServerKey = oldSubscription?.options.applicationServerKey ?? server_key
  const subscription =
    newSubscription ?? (await scope.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }))
  await fetch(SUBSCRIPTION, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ subscription: { ...subscription.toJSON(), standard: true }, data: { alerts, policy } }),
  })
}

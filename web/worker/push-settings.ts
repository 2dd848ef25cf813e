/** Notifications of this browser: whether they are on, which, and from whom. */
import type { PushPolicy, Subscription } from '../../server/push/schema.ts'
import { ApiError, del, get, post, put } from '../api/http.ts'
import { instance } from '../session/me.ts'

/** By type of notification. */
export type PushAlerts = Subscription['alerts']

export type PushState =
  /** This browser cannot, or the page is not on https. */
  | { readonly state: 'unsupported' }
  /** The person forbade it in the browser; only there can it be allowed again. */
  | { readonly state: 'denied' }
  | { readonly state: 'off' }
  | { readonly state: 'on'; readonly alerts: PushAlerts; readonly policy: PushPolicy }

const PATH = '/api/v1/push/subscription'

const isSupported = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

/** What a new subscription has on: everything that comes from people. */
export const DEFAULT_ALERTS: Partial<PushAlerts> = {
  mention: true,
  status: true,
  reblog: true,
  follow: true,
  follow_request: true,
  favourite: true,
  poll: true,
  update: true,
  quote: true,
}

/** @throws ApiError when the server cannot be asked. */
export async function pushState(): Promise<PushState> {
  if (!isSupported()) return { state: 'unsupported' }
  if (Notification.permission === 'denied') return { state: 'denied' }
  const [own, known] = await Promise.all([ownSubscription(), knownSubscription()])
  // Both must have it: the browser may have forgotten, and a new session has none.
  if (!own || !known || own.endpoint !== known.endpoint) return { state: 'off' }
  return { state: 'on', alerts: known.alerts, policy: known.policy }
}

/** Asks the person, the browser and the server. Call it from a click. @throws Error when one of them refuses. */
export async function enablePush(
  alerts: Partial<PushAlerts> = DEFAULT_ALERTS,
  policy: PushPolicy = 'all',
): Promise<PushState> {
  if (!isSupported()) return { state: 'unsupported' }
  if ((await Notification.requestPermission()) !== 'granted') return await pushState()
  const { pushManager } = await navigator.serviceWorker.ready
  const applicationServerKey = instance.configuration.vapid.public_key
  const before = await pushManager.getSubscription()
  // Made for another key (the network has new ones): the browser refuses a second beside it.
  if (before && keyOf(before) !== applicationServerKey.replace(/=+$/, '')) await before.unsubscribe()
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
  const made = await post<Subscription>(PATH, {
    subscription: { ...subscription.toJSON(), standard: true },
    data: { alerts, policy },
  })
  return { state: 'on', alerts: made.alerts, policy: made.policy }
}

/** Says anew which come, and from whom. */
export async function changePush(alerts: Partial<PushAlerts>, policy: PushPolicy): Promise<PushState> {
  const changed = await put<Subscription>(PATH, { data: { alerts, policy } })
  return { state: 'on', alerts: changed.alerts, policy: changed.policy }
}

export async function disablePush(): Promise<PushState> {
  await del(PATH)
  await (await ownSubscription())?.unsubscribe()
  return await pushState()
}

async function ownSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/')
  return (await registration?.pushManager.getSubscription()) ?? null
}

async function knownSubscription(): Promise<Subscription | null> {
  try {
    return await get<Subscription>(PATH)
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

/** The public key that it was made for, in base64url. */
function keyOf({ options: { applicationServerKey } }: PushSubscription): string {
  const text = String.fromCharCode(...new Uint8Array(applicationServerKey ?? new ArrayBuffer(0)))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

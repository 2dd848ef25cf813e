/**
 * What a service worker sees, as far as ours uses it. TypeScript has these in a library of its own ("webworker"), which
 * cannot be loaded beside that of pages.
 */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}
export interface FetchHappened extends Extendable {
  readonly request: Request
  readonly preloadResponse: Promise<Response | undefined>
  respondWith(response: Promise<Response>): void
}
export interface PushHappened extends Extendable {
  readonly data: { json(): unknown } | null
}
export interface NotificationClicked extends Extendable {
  readonly notification: Notification
}
export interface SubscriptionChanged extends Extendable {
  readonly oldSubscription: PushSubscription | null
  readonly newSubscription: PushSubscription | null
}
interface Tab {
  readonly url: string
  readonly focused: boolean
  focus(): Promise<Tab>
  postMessage(message: unknown): void
}
interface Events {
  install: Extendable
  activate: Extendable
  fetch: FetchHappened
  push: PushHappened
  notificationclick: NotificationClicked
  pushsubscriptionchange: SubscriptionChanged
  message: Extendable & MessageEvent<unknown>
}
export interface WorkerScope {
  readonly location: Location
  readonly registration: ServiceWorkerRegistration
  readonly clients: {
    claim(): Promise<void>
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Tab[]>
    openWindow(url: string): Promise<Tab | null>
  }
  skipWaiting(): Promise<void>
  addEventListener<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): void
}

export const scope = globalThis as unknown as WorkerScope

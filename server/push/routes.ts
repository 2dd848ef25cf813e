import { Empty, type Route, route } from '../http/index.ts'
import { Resubscribe, Subscribe, Subscription } from './schema.ts'
import { changeSubscription, readSubscription, subscribe, unsubscribe } from './subscribe.ts'

export const routes: Route[] = [
  route({
    method: 'POST',
    url: '/api/v1/push/subscription',
    scope: 'push',
    limit: 'write',
    summary: 'Have notifications sent to a push service; in place of what the token had before',
    body: Subscribe,
    reply: Subscription,
    handle: ({ app, viewer, bearer, body }) => subscribe(app, viewer, bearer!.tokenId, body),
  }),
  route({
    method: 'GET',
    url: '/api/v1/push/subscription',
    scope: 'push',
    limit: 'read',
    summary: "The token's subscription",
    reply: Subscription,
    handle: ({ app, bearer }) => readSubscription(app, bearer!.tokenId),
  }),
  route({
    method: ['PUT', 'PATCH'],
    url: '/api/v1/push/subscription',
    scope: 'push',
    limit: 'write',
    summary: 'Say anew which notifications are sent, and from whom',
    body: Resubscribe,
    reply: Subscription,
    handle: ({ app, bearer, body }) => changeSubscription(app, bearer!.tokenId, body),
  }),
  route({
    method: 'DELETE',
    url: '/api/v1/push/subscription',
    scope: 'push',
    limit: 'write',
    summary: 'Have no more notifications sent',
    reply: Empty,
    handle: ({ app, bearer }) => unsubscribe(app, bearer!.tokenId),
  }),
]

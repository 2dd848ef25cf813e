import { type Route, route } from '../http/index.ts'
import { describeNetwork, Network } from './telling/network.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/tweeter/v1/network',
    scope: 'public',
    limit: 'read',
    summary: 'The sites of the network, and what works and what waits while one of them is not reached',
    reply: Network,
    handle: ({ app }) => describeNetwork(app),
  }),
]

/**
 * Two sites: two databases on two machines, each serving the whole network, that go on when the cable between them
 * breaks (docs/partition.md). Owns the link between them, the replication both ways, comparing and completing, who is
 * home and what that means for home rows, and hearing here what happened there.
 */
import type { Module } from '../app.ts'
import { listenToArrivals, startArriving, stopArriving } from './arriving/index.ts'
import { routes } from './routes.ts'
import { tellOfSites } from './telling/network.ts'

export { tellOtherToForget } from './arriving/index.ts'
export { readHome, transactHome } from './home/transact.ts'
export { healed, homeChanged, muchArrived, partitioned } from './signals.ts'
export { type Here, type HomeMode, type Other, type SiteState, stateOf } from './state.ts'
export { describeNetwork, type Network } from './telling/network.ts'

export const sites: Module = {
  name: 'sites',
  routes,
  migrations: new URL('./migrations/', import.meta.url),
  listen: (bus, app) => {
    tellOfSites(app)
    listenToArrivals(bus, app)
  },
  start: startArriving,
  stop: stopArriving,
}

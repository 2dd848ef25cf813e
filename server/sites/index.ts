/**
 * Two sites: two databases on two machines, each serving the whole network, that go on when the cable between them
 * breaks (docs/partition.md). Owns the link between them, the replication both ways, comparing and completing, who is
 * home and what that means for home rows, and hearing here what happened there.
 */
import type { Module } from '../app.ts'
import { listenToArrivals, startArriving, stopArriving } from './arriving/index.ts'
import { listenBlobs, startBlobs, stopBlobs } from './blobs/index.ts'
import { listenHome, startHome, stopHome } from './home/start.ts'
import { listenLink, startLink, stopLink } from './link/index.ts'
import { listenReplication, startReplication, stopReplication } from './replicating/tend.ts'
import { routes } from './routes.ts'
import { tellOfSites } from './telling/network.ts'

export { tellOtherToForget } from './arriving/index.ts'
export { blobsToCome, lookElsewhere, noteBlobs } from './blobs/index.ts'
export type { Progress, Verdict } from './comparing/shapes.ts'
export { type Move, moveHome } from './home/move.ts'
export { type Once, onceAtHome } from './home/once.ts'
export { readHome, transactHome } from './home/transact.ts'
export {
  answerTo,
  answerWithBytes,
  type Beat,
  type Caller,
  type CallOptions,
  call,
  callForBytes,
  carryInBeat,
  conninfoOfOther,
  initSite,
  type Joined,
  joinNetwork,
  lastBeat,
  networkTime,
  otherDatabase,
  Refused,
  refreshState,
  type SiteWish,
  Unreachable,
  withLink,
} from './link/index.ts'
export { type JoinOptions, joinSite } from './replicating/join.ts'
export { leaveSite } from './replicating/leave.ts'
export { requireNoServer, serveLink } from './replicating/serve.ts'
export { type Incoming, type Outgoing, type ReplicationStatus, replicationStatus } from './replicating/status.ts'
export { equaliseHome, type VerifyOptions, verifySites } from './replicating/verify.ts'
export { completed, healed, homeChanged, met, muchArrived, partitioned } from './signals.ts'
export { type Here, type HomeMode, type Other, type SiteState, stateOf } from './state.ts'
export { describeNetwork, type Network } from './telling/network.ts'
export { type SitesStatus, sitesStatus } from './telling/status.ts'

/** Each part in its order; what began last ends first. */
export const sites: Module = {
  name: 'sites',
  routes,
  migrations: new URL('./migrations/', import.meta.url),
  listen: (bus, app) => {
    tellOfSites(app)
    listenLink(app)
    listenReplication(bus, app)
    listenToArrivals(bus)
    listenBlobs(bus, app)
    listenHome(app)
  },
  start: async (app) => {
    await startLink(app)
    await startReplication(app)
    await startArriving(app)
    await startBlobs(app)
    await startHome(app)
  },
  stop: async (app) => {
    await stopHome(app)
    await stopBlobs(app)
    await stopArriving(app)
    await stopReplication(app)
    await stopLink(app)
  },
}

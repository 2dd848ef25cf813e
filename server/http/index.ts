/**
 * HTTP as every module uses it: an endpoint says all about itself (`route`), and this module does the rest: who asks,
 * how often, what for, errors for people, CORS, paging, documentation, health and metrics. Knows no product noun.
 */
import type { Module } from '../app.ts'
import { unwatchLoop, watchLoop } from './loop-delay.ts'
import { listen } from './metrics.ts'
import { routes } from './routes.ts'

export type { UploadedFile } from './body.ts'
export { type Credential, credentialOf, holderOf, SESSION_COOKIE } from './credentials.ts'
export { degradeBy } from './degraded.ts'
export { tweeterVersion } from './docs.ts'
export {
  CsrfField,
  csrfToken,
  frameOf,
  frameWithViewer,
  isSigned,
  ownPath,
  readCookie,
  requireCsrf,
  setCookie,
  signatureOf,
  whoLooks,
} from './forms.ts'
export { clientPolicy } from './headers.ts'
export { languageOf, type PageLanguage, themeOf } from './language.ts'
export { networkOf, type Restrain, type Restraint, restrainBy } from './limits.ts'
export { loopDelayMs } from './loop-delay.ts'
export { metricsOf } from './metrics.ts'
export * from './page.ts'
export { linkPages, type Page, PageQuery, pageOf } from './paging.ts'
export {
  type Bearer,
  type Call,
  Empty,
  File,
  Flag,
  Id,
  IdParams,
  LargeFile,
  Limit,
  type Role,
  type Route,
  route,
  type Viewer,
  whoHolds,
  whoseSession,
} from './route.ts'
export { allows, type Scope, scopes } from './scopes.ts'
export { drain, listen, requireHost, serve } from './serve.ts'
export { personActed, requestServed, type Served } from './signals.ts'
export { SpooledFile } from './spool.ts'
export { idsOf, type Subject, servedFact, showing } from './subject.ts'
export { type MinuteOfTraffic, type Traffic, trafficByMinute, trafficOf } from './traffic.ts'

export const http: Module = { name: 'http', routes, listen, start: watchLoop, stop: unwatchLoop }

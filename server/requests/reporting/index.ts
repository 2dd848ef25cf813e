/** A report on requests: one HTML page for whoever should know, from files or from what is stored. */
export { type Rejected, type ReportOf, reportPage } from './page.ts'
export { type StoredTraffic, trafficOfRange } from './stored.ts'
export { type Summary, sumUp } from './summary.ts'

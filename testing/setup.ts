/** Global setup of `npm test`: one Postgres for the whole run, and the web client as its sources say. */
import { buildClient } from '../web/build.ts'
import { shareChromium } from './chromium.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { makeSiteTemplate } from './two-sites.ts'

let cluster: Cluster
let endChromium: () => void

export async function globalSetup(): Promise<void> {
  await buildClient()
  endChromium = shareChromium()
  cluster = await startCluster()
  await makeSiteTemplate()
}

export async function globalTeardown(): Promise<void> {
  endChromium()
  await cluster.stop()
}

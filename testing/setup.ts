/** Global setup of `npm test`: one Postgres for the whole run. */
import { type Cluster, startCluster } from './cluster.ts'

let cluster: Cluster

export async function globalSetup(): Promise<void> {
  cluster = await startCluster()
}

export async function globalTeardown(): Promise<void> {
  await cluster.stop()
}

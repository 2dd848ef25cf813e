/** What the web client needs before it can show anything, written into its page so that it need not ask. */
import { credentialsJson, type Permission, permissionsOf } from '../../accounts/index.ts'
import { listAnnouncements } from '../../announcements/index.ts'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { describeV2 } from '../../instance/index.ts'
import { describeNetwork, type Network } from '../../sites/index.ts'
import { firstOfHome } from '../../timelines/index.ts'

export interface Initial {
  /** The signed-in person; null for a visitor. */
  readonly me: Awaited<ReturnType<typeof credentialsJson>> | null
  readonly instance: Awaited<ReturnType<typeof describeV2>>
  /** Its sites, and what waits while they do not reach each other. */
  readonly network: Network
  /** What their role allows. */
  readonly permissions: readonly Permission[]
  /** The newest page of their home, where the page that is opened is home. */
  readonly home: Awaited<ReturnType<typeof firstOfHome>> | null
  /** What the operators have to say that this person has not read; null for a visitor. */
  readonly announcements: Awaited<ReturnType<typeof listAnnouncements>> | null
}

/** @param withHome whether the first page of the home timeline is wanted. */
export async function initialFor(app: App, viewer: Viewer | null, withHome: boolean): Promise<Initial> {
  const [me, instance, home, announcements] = await Promise.all([
    viewer && credentialsJson(app, viewer.accountId),
    describeV2(app),
    viewer && withHome ? firstOfHome(app, viewer) : null,
    viewer && listAnnouncements(app, viewer, false),
  ])
  const permissions = viewer ? permissionsOf(viewer.role) : []
  return { me, instance, network: describeNetwork(app), permissions, home, announcements }
}

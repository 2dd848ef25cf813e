/** How programs that know only our name find the rest: WebFinger, host-meta, NodeInfo. */
import { accountEntries, accountIdByAcct, isVisible } from '../accounts/index.ts'
import type { App } from '../app.ts'
import type { Config } from '../config/index.ts'
import { tweeterVersion } from '../http/index.ts'
import { badRequest, escapeHtml, notFound } from '../kit/index.ts'
import { isOpen, MASTODON_VERSION } from './describe.ts'
import type { ResourceDescriptor } from './schema.ts'
import { networkStats } from './stats.ts'

/**
 * WebFinger (RFC 7033) for the people of this network, by `acct:` and by the addresses of their pages.
 *
 * There is no `self` link: that would promise an ActivityPub actor.
 *
 * @param rels when there are any, only links with one of these relations are given (section 4.3).
 * @throws Problem 400 without a resource or for one of another kind; 404 for whom nobody here is.
 */
export async function webfinger(app: App, resource: string | undefined, rels: string[]): Promise<ResourceDescriptor> {
  if (!resource) throw badRequest(`Say whom you look for, as in ?resource=acct:alice@${app.config.domain}`)
  const acct = acctOf(app.config, resource)
  const id = acct === null ? null : await accountIdByAcct(app, acct)
  const found = id === null ? undefined : (await accountEntries(app, [id])).get(id)
  if (!found || !isVisible(found.row)) throw notFound('There is nobody here by this name.')
  const { url, uri, username, avatar } = found.json
  const links = [
    { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href: url },
    { rel: 'http://webfinger.net/rel/avatar', href: avatar },
  ]
  return {
    subject: `acct:${username}@${app.config.domain}`,
    aliases: [url, uri],
    links: rels.length === 0 ? links : links.filter(({ rel }) => rels.includes(rel)),
  }
}

/** `acct:alice@here`, `https://here/@alice` or `https://here/users/alice` -> `alice@here`; null: not of this network. */
function acctOf(config: Config, resource: string): string | null {
  const acct = /^acct:@?([^@/]+@[^@/]+)$/i.exec(resource)?.[1]
  if (acct !== undefined) return acct
  const address = URL.parse(resource)
  if (address === null || !/^https?:$/.test(address.protocol)) {
    throw badRequest('The resource must be acct:name@host, or the address of a profile.')
  }
  const name = /^\/(?:@|users\/)([A-Za-z0-9_]+)\/?$/.exec(address.pathname)?.[1]
  return name !== undefined && address.host === config.domain ? `${name}@${config.domain}` : null
}

const webfingerTemplate = (config: Config): string => `${config.url}/.well-known/webfinger?resource={uri}`

/** RFC 6415, section 2. */
export const hostMetaXml = ({ config }: App): string => `<?xml version="1.0" encoding="UTF-8"?>
<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
  <Link rel="lrdd" template="${escapeHtml(webfingerTemplate(config))}"/>
</XRD>
`

/** RFC 6415, appendix A. */
export const hostMetaJson = ({ config }: App) => ({
  links: [{ rel: 'lrdd', template: webfingerTemplate(config) }],
})

const SCHEMA = 'http://nodeinfo.diaspora.software/ns/schema'
export type NodeInfoVersion = '2.0' | '2.1'

export const nodeInfoType = (version: NodeInfoVersion): string =>
  `application/json; profile="${SCHEMA}/${version}#"; charset=utf-8`

/** GET /.well-known/nodeinfo */
export const nodeInfoLinks = ({ config }: App) => ({
  links: (['2.0', '2.1'] as const).map((version) => ({
    rel: `${SCHEMA}/${version}`,
    href: `${config.url}/nodeinfo/${version}`,
  })),
})

/** https://nodeinfo.diaspora.software/protocol */
export async function nodeInfo(app: App, version: NodeInfoVersion) {
  const { people, posts, active_month, active_halfyear } = await networkStats(app)
  return {
    version,
    software: { name: 'tweeter', version: tweeterVersion },
    // Between servers nothing is spoken yet.
    protocols: [],
    services: { inbound: [], outbound: [] },
    openRegistrations: isOpen(app.config),
    usage: {
      users: { total: people, activeMonth: active_month, activeHalfyear: active_halfyear },
      localPosts: posts,
    },
    metadata: {
      nodeName: app.config.name,
      nodeDescription: app.config.description,
      // By this field apps that know Tweeter's name not yet (all that build on megalodon) see which API is spoken.
      upstream: { name: 'mastodon', version: MASTODON_VERSION },
    },
  }
}

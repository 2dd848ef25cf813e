import Type from 'typebox'
import { Empty, IdParams, type Route, route } from '../../http/index.ts'
import {
  CanonicalEmailBlock,
  ChangedDomainBlock,
  ChangedIpBlock,
  DomainAllow,
  DomainBlock,
  EmailDomainBlock,
  IpBlock,
  NewCanonicalEmailBlock,
  NewDomain,
  NewDomainBlock,
  NewIpBlock,
  TestedEmail,
} from '../admin-schema.ts'
import * as domains from '../blocks/domains.ts'
import * as emails from '../blocks/emails.ts'
import * as ips from '../blocks/ips.ts'
import { list, remove, show } from './kinds.ts'

const emailDomainRoutes: Route[] = [
  list(
    '/api/v1/admin/email_domain_blocks',
    'admin:read:email_domain_blocks',
    'Mail domains that sign nobody up',
    EmailDomainBlock,
    emails.listEmailDomainBlocks,
  ),
  show(
    '/api/v1/admin/email_domain_blocks/:id',
    'admin:read:email_domain_blocks',
    'A mail domain that signs nobody up',
    EmailDomainBlock,
    emails.showEmailDomainBlock,
  ),
  route({
    method: 'POST',
    url: '/api/v1/admin/email_domain_blocks',
    scope: 'admin:write:email_domain_blocks',
    limit: 'write',
    summary: 'Let nobody sign up with a mail domain and its subdomains',
    body: NewDomain,
    reply: EmailDomainBlock,
    handle: ({ app, viewer, body }) => emails.addEmailDomainBlock(app, viewer, body.domain),
  }),
  remove(
    '/api/v1/admin/email_domain_blocks/:id',
    'admin:write:email_domain_blocks',
    'Take a mail domain back',
    Empty,
    emails.removeEmailDomainBlock,
  ),
]

const canonicalEmailRoutes: Route[] = [
  list(
    '/api/v1/admin/canonical_email_blocks',
    'admin:read:canonical_email_blocks',
    'Mailboxes that sign nobody up, as hashes',
    CanonicalEmailBlock,
    emails.listCanonicalEmailBlocks,
  ),
  show(
    '/api/v1/admin/canonical_email_blocks/:id',
    'admin:read:canonical_email_blocks',
    'A mailbox that signs nobody up',
    CanonicalEmailBlock,
    emails.showCanonicalEmailBlock,
  ),
  route({
    method: 'POST',
    url: '/api/v1/admin/canonical_email_blocks/test',
    scope: 'admin:read:canonical_email_blocks',
    limit: 'read',
    summary: 'The blocks that an address falls under',
    body: TestedEmail,
    reply: Type.Array(CanonicalEmailBlock),
    handle: ({ app, viewer, body }) => emails.testCanonicalEmail(app, viewer, body.email),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/canonical_email_blocks',
    scope: 'admin:write:canonical_email_blocks',
    limit: 'write',
    summary: 'Let nobody sign up with a mailbox, however it is spelled',
    body: NewCanonicalEmailBlock,
    reply: CanonicalEmailBlock,
    handle: ({ app, viewer, body }) => emails.addCanonicalEmailBlock(app, viewer, body),
  }),
  remove(
    '/api/v1/admin/canonical_email_blocks/:id',
    'admin:write:canonical_email_blocks',
    'Take a mailbox back',
    Empty,
    emails.removeCanonicalEmailBlock,
  ),
]

const ipRoutes: Route[] = [
  list('/api/v1/admin/ip_blocks', 'admin:read:ip_blocks', 'Blocked network addresses', IpBlock, ips.listIpBlocks),
  show('/api/v1/admin/ip_blocks/:id', 'admin:read:ip_blocks', 'A blocked network address', IpBlock, ips.showIpBlock),
  route({
    method: 'POST',
    url: '/api/v1/admin/ip_blocks',
    scope: 'admin:write:ip_blocks',
    limit: 'write',
    summary: 'Keep a network address or range from signing up, or from everything',
    body: NewIpBlock,
    reply: IpBlock,
    handle: ({ app, viewer, body, request }) => ips.addIpBlock(app, viewer, body, request),
  }),
  route({
    method: ['PUT', 'PATCH'],
    url: '/api/v1/admin/ip_blocks/:id',
    scope: 'admin:write:ip_blocks',
    limit: 'write',
    summary: 'Change the block of a network address',
    params: IdParams,
    body: ChangedIpBlock,
    reply: IpBlock,
    handle: ({ app, viewer, params, body, request }) => ips.changeIpBlock(app, viewer, params.id, body, request),
  }),
  remove(
    '/api/v1/admin/ip_blocks/:id',
    'admin:write:ip_blocks',
    'Take the block of a network address back',
    Empty,
    ips.removeIpBlock,
  ),
]

const domainRoutes: Route[] = [
  list(
    '/api/v1/admin/domain_blocks',
    'admin:read:domain_blocks',
    'Networks that are limited or kept out, once there is federation',
    DomainBlock,
    domains.listDomainBlocks,
  ),
  show(
    '/api/v1/admin/domain_blocks/:id',
    'admin:read:domain_blocks',
    'A network that is limited or kept out',
    DomainBlock,
    domains.showDomainBlock,
  ),
  route({
    method: 'POST',
    url: '/api/v1/admin/domain_blocks',
    scope: 'admin:write:domain_blocks',
    limit: 'write',
    summary: 'Limit a network or keep it out; takes effect with federation',
    body: NewDomainBlock,
    reply: DomainBlock,
    handle: ({ app, viewer, body }) => domains.addDomainBlock(app, viewer, body),
  }),
  route({
    method: ['PUT', 'PATCH'],
    url: '/api/v1/admin/domain_blocks/:id',
    scope: 'admin:write:domain_blocks',
    limit: 'write',
    summary: 'Change how a network is kept out',
    params: IdParams,
    body: ChangedDomainBlock,
    reply: DomainBlock,
    handle: ({ app, viewer, params, body }) => domains.changeDomainBlock(app, viewer, params.id, body),
  }),
  remove(
    '/api/v1/admin/domain_blocks/:id',
    'admin:write:domain_blocks',
    'Keep a network out no more',
    Empty,
    domains.removeDomainBlock,
  ),
  list(
    '/api/v1/admin/domain_allows',
    'admin:read:domain_allows',
    'Networks that are let in where only some are; takes effect with federation',
    DomainAllow,
    domains.listDomainAllows,
  ),
  show(
    '/api/v1/admin/domain_allows/:id',
    'admin:read:domain_allows',
    'A network that is let in',
    DomainAllow,
    domains.showDomainAllow,
  ),
  route({
    method: 'POST',
    url: '/api/v1/admin/domain_allows',
    scope: 'admin:write:domain_allows',
    limit: 'write',
    summary: 'Let a network in; takes effect with federation',
    body: NewDomain,
    reply: DomainAllow,
    handle: ({ app, viewer, body }) => domains.addDomainAllow(app, viewer, body.domain),
  }),
  remove(
    '/api/v1/admin/domain_allows/:id',
    'admin:write:domain_allows',
    'Let a network in no more',
    DomainAllow,
    domains.removeDomainAllow,
  ),
]

export const blockRoutes: Route[] = [...emailDomainRoutes, ...canonicalEmailRoutes, ...ipRoutes, ...domainRoutes]

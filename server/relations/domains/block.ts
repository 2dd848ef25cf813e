import { domainToASCII } from 'node:url'
import type { App } from '../../app.ts'
import type { Viewer } from '../../http/index.ts'
import { unprocessable } from '../../kit/index.ts'
import { transact } from '../../storage/index.ts'
import { type ListCall, onePage } from '../lists.ts'
import { endDomainBlock, holdDomainBlock, listDomainBlocks } from './queries.ts'

/**
 * Blocks a whole network for the viewer; no error when it is blocked already. Nothing comes from other networks yet, so
 * it takes effect from the day that something does.
 *
 * @throws Problem 422 when it is no domain, or this network's own.
 */
export async function blockDomain(app: App, viewer: Viewer, text: string | undefined): Promise<Record<string, never>> {
  const domain = readDomain(text)
  if (domain === app.config.domain.replace(/:\d+$/, '')) {
    throw unprocessable('This network cannot be blocked on itself: block or mute accounts one by one.')
  }
  await transact(app.db, (tx) => holdDomainBlock(tx, viewer.accountId, domain))
  return {}
}

/** Takes the block of a network back; no error when there is none. @throws Problem 422 when it is no domain. */
export async function unblockDomain(
  app: App,
  viewer: Viewer,
  text: string | undefined,
): Promise<Record<string, never>> {
  const domain = readDomain(text)
  await transact(app.db, (tx) => endDomainBlock(tx, viewer.accountId, domain))
  return {}
}

/** Networks that the viewer blocks, the latest first. */
export async function showDomainBlocks(call: ListCall<Viewer>): Promise<string[]> {
  const rows = await onePage(call, (page) => listDomainBlocks(call.app.db.read, call.viewer.accountId, page))
  return rows.map((row) => row.domain)
}

/** `Example.ORG`, `@example.org` or `https://example.org/` -> `example.org`, international names as punycode. */
function readDomain(text: string | undefined): string {
  const host = (text ?? '')
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^@/, '')
    .replace(/\.?\/*$/, '')
  const domain = host.length > 500 ? '' : domainToASCII(host).toLowerCase()
  if (!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(domain) || domain.length > 253) {
    throw unprocessable('Validation failed: Domain is not the name of a network, such as example.org')
  }
  return domain
}

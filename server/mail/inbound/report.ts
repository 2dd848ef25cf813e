/**
 * Reads what comes back for a mail: delivery status notifications (RFC 3464) and complaints (ARF, RFC 5965), which are
 * both a multipart/report (RFC 6522). Only the machine-readable part is looked at, and everything is bounded: whoever
 * has got a mail from us may send us anything.
 */
import type { Returned } from '../bounced.ts'
import { kindOfStatus } from '../bounced.ts'

const MOST_PARTS = 20
const DEEPEST = 3
const DIAGNOSTIC_CHARACTERS = 300

/** A report, or null for anything else: an out-of-office answer, a delay that is still being worked on, spam. */
export function readReport(message: string): Returned | null {
  const found = machinePart(message.replaceAll(/\r\n?/g, '\n'), 0)
  if (found === null) return null
  return found.type === 'message/feedback-report' ? readComplaint(found.text) : readStatus(found.text)
}

interface Part {
  readonly type: string
  readonly text: string
}

/** The first part of a multipart message, nested or not, that is a report. */
function machinePart(entity: string, depth: number): Part | null {
  const { fields, body } = split(entity)
  const { type, boundary } = contentType(fields.get('content-type') ?? 'text/plain')
  if (/^message\/(?:global-)?delivery-status$|^message\/feedback-report$/.test(type)) {
    return { type, text: decode(body, fields.get('content-transfer-encoding') ?? '7bit') }
  }
  if (!type.startsWith('multipart/') || boundary === null || depth >= DEEPEST) return null
  for (const part of `\n${body}`.split(`\n--${boundary}`).slice(1, MOST_PARTS + 1)) {
    if (part.startsWith('--')) break
    const found = machinePart(part.replace(/^[ \t]*\n/, ''), depth + 1)
    if (found) return found
  }
  return null
}

type Fields = ReadonlyMap<string, string>

/** Header fields by their names in lower case, unfolded (RFC 5322, 2.2.3); of several the first. */
function split(entity: string): { fields: Fields; body: string } {
  const end = entity.startsWith('\n') ? 0 : entity.indexOf('\n\n')
  const head = end < 0 ? entity : entity.slice(0, end)
  return { fields: fieldsOf(head), body: end < 0 ? '' : entity.slice(end).replace(/^\n{1,2}/, '') }
}

function fieldsOf(head: string): Fields {
  const fields = new Map<string, string>()
  for (const line of head.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
    if (name && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  }
  return fields
}

function contentType(value: string): { type: string; boundary: string | null } {
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(value)
  return { type: value.split(';')[0]!.trim().toLowerCase(), boundary: boundary?.[1] ?? boundary?.[2] ?? null }
}

function decode(body: string, encoding: string): string {
  if (encoding.toLowerCase() === 'base64') {
    return Buffer.from(body, 'base64').toString('utf8').replaceAll(/\r\n?/g, '\n')
  }
  if (encoding.toLowerCase() !== 'quoted-printable') return body
  return body
    .replaceAll(/=[ \t]*\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/**
 * RFC 3464: fields about the message, then, after empty lines, those about each recipient. Our mails have one recipient,
 * and the address that the report came to says whose it is; so the first that failed tells.
 */
function readStatus(text: string): Returned | null {
  const groups = text.split(/\n[ \t]*\n/).map((group) => fieldsOf(group.trim()))
  const failed = groups.find((fields) => /^failed\b/i.test(fields.get('action') ?? ''))
  if (!failed) return null
  const status = /[245]\.\d{1,3}\.\d{1,3}/.exec(failed.get('status') ?? '')?.[0] ?? null
  const diagnostic = plain((failed.get('diagnostic-code') ?? '').replace(/^\s*[\w-]+\s*;\s*/, ''))
  // Without a status nothing says that it is final.
  return { kind: status === null ? 'soft' : kindOfStatus(status), status, diagnostic }
}

/** RFC 5965. `not-spam` is somebody who takes a complaint back, which lifts nothing by itself. */
function readComplaint(text: string): Returned | null {
  const fields = fieldsOf(text.trim().replaceAll(/\n{2,}/g, '\n'))
  const kind = (fields.get('feedback-type') ?? '').toLowerCase()
  if (kind === '' || kind === 'not-spam') return null
  return { kind: 'complaint', status: null, diagnostic: plain(`${kind}, by ${fields.get('user-agent') ?? 'unknown'}`) }
}

const plain = (text: string): string =>
  text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, DIAGNOSTIC_CHARACTERS)

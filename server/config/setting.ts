import { createPrivateKey } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { isIP, isIPv4 } from 'node:net'

/** One setting: where it comes from, what it may be, what it does. `parse` returns the value or throws a sentence. */
export interface Setting<T> {
  readonly name: string
  readonly fallback: T
  /** What the documentation shows as the default, where the value itself would not say it. */
  readonly shownDefault: string
  readonly doc: string
  parse(text: string): T
}

const setting = <T>(
  name: string,
  fallback: T,
  doc: string,
  parse: (text: string) => T,
  shown?: string,
): Setting<T> => ({
  name,
  fallback,
  shownDefault: shown ?? (fallback === null ? '' : String(fallback)),
  doc,
  parse,
})

export const text = (name: string, fallback: string, doc: string, shown?: string) =>
  setting(name, fallback, doc, (value) => value, shown)

export const optional = (name: string, doc: string) => setting<string | null>(name, null, doc, (value) => value)

export const integer = (name: string, fallback: number, least: number, most: number, doc: string, shown?: string) =>
  setting(
    name,
    fallback,
    doc,
    (value) => {
      const number = Number(value)
      if (!/^-?\d+$/.test(value) || number < least || number > most) {
        throw new Error(`must be a whole number from ${least} to ${most}`)
      }
      return number
    },
    shown,
  )

export const flag = (name: string, fallback: boolean, doc: string) =>
  setting(
    name,
    fallback,
    doc,
    (value) => {
      if (['1', 'true', 'yes', 'on'].includes(value.toLowerCase())) return true
      if (['0', 'false', 'no', 'off'].includes(value.toLowerCase())) return false
      throw new Error('must be on or off')
    },
    fallback ? 'on' : 'off',
  )

export const oneOf = <T extends string>(name: string, choices: readonly T[], fallback: T, doc: string) =>
  setting<T>(name, fallback, `${doc} One of ${listed(choices)}.`, (value) => {
    const choice = choices.find((one) => one === value)
    if (choice === undefined) throw new Error(`must be one of: ${choices.join(', ')}`)
    return choice
  })

const listed = (choices: readonly string[]) =>
  choices
    .map((one) => `\`${one}\``)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' or ')

/** A path of what must be there already. */
export const existing = (name: string, kind: 'file' | 'folder', doc: string) =>
  setting<string | null>(name, null, doc, (value) => {
    const found = statSync(value, { throwIfNoEntry: false })
    if (!(kind === 'file' ? found?.isFile() : found?.isDirectory())) throw new Error(`must be a ${kind} that is there`)
    return value
  })

/** A file with a private key in PEM, which is read once here so that a wrong one stops the start. */
export const privateKeyFile = (name: string, doc: string) =>
  setting<string | null>(name, null, doc, (value) => {
    if (!statSync(value, { throwIfNoEntry: false })?.isFile()) throw new Error('must be a file that is there')
    try {
      createPrivateKey(readFileSync(value))
    } catch {
      throw new Error('must be a file with a private key (PEM) that can be read')
    }
    return value
  })

/** An e-mail address, with or without a name before it in the way of `Name <address>`. */
export const mailbox = (name: string, doc: string, shown?: string) =>
  setting(
    name,
    '',
    doc,
    (value) => {
      if (!/^([^\s<>@]+@[^\s<>@]+|[^<>]*<[^\s<>@]+@[^\s<>@]+>)$/.test(value.trim())) {
        throw new Error('must be an e-mail address')
      }
      return value
    },
    shown,
  )

/** Addresses and networks, separated by commas, as Fastify's `trustProxy` takes them. */
export const networks = (name: string, doc: string) =>
  setting<readonly string[]>(name, [], doc, (value) => {
    const parts = value.split(',').map((part) => part.trim())
    const wrong = parts.find((part) => part !== '' && !isNetwork(part))
    if (wrong !== undefined) throw new Error('must be IP addresses, networks as in 10.0.0.0/8, or loopback')
    return parts.filter(Boolean)
  })

function isNetwork(part: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(part)) return true
  const [address = '', range, more] = part.split('/')
  const version = isIP(address)
  if (version === 0 || more !== undefined) return false
  if (range === undefined || (version === 4 && isIPv4(range))) return true
  return /^\d{1,3}$/.test(range) && Number(range) <= (version === 4 ? 32 : 128)
}

/** Addresses of one service, separated by commas. */
export const addresses = (name: string, counts: readonly number[], doc: string) =>
  setting<readonly string[]>(name, [], doc, (value) => {
    const parts = value.split(',').map((part) => part.trim())
    const isAddress = (part: string) => URL.canParse(part) && /^https?:$/.test(new URL(part).protocol)
    if (!parts.every(isAddress) || !counts.includes(parts.length)) {
      throw new Error(`must be ${counts.join(' or ')} addresses as http://host:2379, separated by commas`)
    }
    return parts
  })

export const url = (name: string, protocols: readonly string[], doc: string, shown = '') =>
  setting<string | null>(
    name,
    null,
    doc,
    (value) => {
      const parsed = URL.canParse(value) ? new URL(value) : null
      if (!parsed || !protocols.includes(parsed.protocol)) {
        throw new Error(`must be an address that begins with ${protocols.map((one) => `${one}//`).join(' or ')}`)
      }
      return value
    },
    shown,
  )

/** A bucket, and the folder in it ('' for none) of `s3://bucket/folder`; null for anything else. */
export function bucketOf(text: string): { bucket: string; prefix: string } | null {
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w!.*'()=/-]*))?$/.exec(text)
  return found && { bucket: found[1]!, prefix: (found[2] ?? '').replace(/^\/+|\/+$/g, '') }
}

export const bucketPath = (name: string, doc: string) =>
  setting<{ bucket: string; prefix: string } | null>(name, null, doc, (value) => {
    const found = bucketOf(value)
    if (!found) throw new Error('must be a bucket as s3://bucket or s3://bucket/folder')
    return found
  })

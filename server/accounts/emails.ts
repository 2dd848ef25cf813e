import { domainToASCII } from 'node:url'

/** `address`: where mail goes. `key`: what must be unique among accounts; never send mail to it. */
export interface Email {
  address: string
  key: string
}

/** RFC 5321, 4.5.3.1: octets of the local part; of a path, 256 with its angle brackets, so 254 of an address. */
const LOCAL_LENGTH_MAX = 64
const ADDRESS_LENGTH_MAX = 254
/** RFC 5322, 3.2.3 `dot-atom-text`. */
const DOT_ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
/** RFC 1123, 2.1 host name of at least two labels; the last one is no number, so no IP address. */
const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** ASCII that no host name holds; looked for before `domainToASCII`, which would decode `%61`. */
const NOT_IN_HOST = /[\x00-\x2c/\x3a-\x40\x5b-\x60\x7b-\x7f]/

/**
 * Checks the syntax of an e-mail address; asks no server. Null when it is not one that Tweeter takes.
 *
 * Taken: `dot-atom@domain`, white space around it trimmed, international domains (made ASCII, UTS #46).
 * Legal and yet refused: quoted local parts, comments, IP literals and single-label domains (nobody who signs up
 * has one, and they are how header injection and mail to internal hosts begin), and local parts beyond ASCII
 * (RFC 6531), which most servers on the way do not carry. Display names (`A <a@b.c>`) are no addresses.
 *
 * `address` keeps the local part as typed, since RFC 5321, 2.4 leaves its case to the receiving host.
 * `key` is one person's many spellings made one: lower case; `+tag` dropped (RFC 5233, and the cheapest way to a
 * thousand accounts); at Gmail the dots dropped and googlemail.com made gmail.com, because Google delivers them all
 * to one mailbox. Elsewhere dots count. A host that gives `a+b` and `a` to two people is rare; the second of them is
 * told that the address is taken.
 */
export function parseEmail(input: string): Email | null {
  if (input.length > 2 * ADDRESS_LENGTH_MAX) return null
  const trimmed = input.trim()
  const at = trimmed.lastIndexOf('@')
  const local = trimmed.slice(0, Math.max(at, 0))
  const typedDomain = trimmed.slice(at + 1)
  if (local.length > LOCAL_LENGTH_MAX || !DOT_ATOM.test(local) || NOT_IN_HOST.test(typedDomain)) return null
  const domain = domainToASCII(typedDomain).toLowerCase()
  const address = `${local}@${domain}`
  if (!HOST_NAME.test(domain) || address.length > ADDRESS_LENGTH_MAX) return null
  return { address, key: emailKey(local.toLowerCase(), domain) }
}

function emailKey(local: string, domain: string): string {
  const mailbox = local.replace(/(?<=.)\+.*$/, '')
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return `${mailbox}@${domain}`
  return `${mailbox.replaceAll('.', '')}@gmail.com`
}

/** The address by which an app says that it has no address: the person carries the code by hand. */
export const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob'

type Parameters = Readonly<Record<string, string | undefined>>

/** An address with an answer added to it; what it had stays letter for letter (RFC 6749, section 3.1.2). */
export function addressWith(address: string, parameters: Parameters): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value)
  return query.size === 0 ? address : `${address}${address.includes('?') ? '&' : '?'}${query}`
}

/** As a `Location` header can carry it: an app may have registered an address beyond ASCII. */
export const forHeader = (address: string): string =>
  address.replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character))

/** `host:port`, with brackets around an IPv6 address. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** @returns null for anything else. */
export function parseAddress(text: string): Address | null {
  const found = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([A-Za-z0-9._-]{1,253})):(\d{1,5})$/.exec(text)
  const port = Number(found?.[3])
  return found && port <= 65_535 ? { host: (found[1] ?? found[2])!, port } : null
}

/** @throws an Error for people. */
export function addressOf(text: string, what: string): Address {
  const found = parseAddress(text)
  if (!found) throw new Error(`${what} must be a host and a port, as berlin.example:7443, not "${text.slice(0, 100)}".`)
  return found
}

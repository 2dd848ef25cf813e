/** Which IP addresses may be asked: those of the public Internet, and what the operator allows beside them. */
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Network = [Address, number]

const NAMED: Record<string, readonly string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

/**
 * Whether the address is one of the public Internet: unicast and global by the registries of RFC 6890. An IPv6 address
 * that leads to an IPv4 one (mapped, or by NAT64, RFC 6052) is judged by that one; 6to4 and Teredo are never global.
 */
export function isGlobal(address: string): boolean {
  const parsed = parse(address)
  if (parsed === null) return false
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast'
  if (parsed.match(NAT64)) return new ipaddr.IPv4(parsed.toByteArray().slice(12)).range() === 'unicast'
  return parsed.match(GLOBAL_IPV6) && parsed.range() === 'unicast'
}

/** @param networks as the setting takes them: addresses, networks with a prefix or a mask, or a name. */
export function among(networks: readonly string[]): (address: string) => boolean {
  const all = networks.flatMap((one) => NAMED[one] ?? [one]).map(networkOf)
  return (address) => {
    const parsed = parse(address)
    return parsed !== null && all.some(([base, bits]) => parsed.kind() === base.kind() && matches(parsed, base, bits))
  }
}

const matches = (address: Address, base: Address, bits: number): boolean =>
  address instanceof ipaddr.IPv4 ? address.match(base as ipaddr.IPv4, bits) : address.match(base as ipaddr.IPv6, bits)

/** An IPv4 address in IPv6 clothes becomes the IPv4 address. */
const parse = (address: string): Address | null => (ipaddr.isValid(address) ? ipaddr.process(address) : null)

function networkOf(text: string): Network {
  const [base = '', range] = text.split('/')
  const address = ipaddr.parse(base)
  if (range === undefined) return [address, address.kind() === 'ipv4' ? 32 : 128]
  const bits = range.includes('.') ? ipaddr.IPv4.parse(range).prefixLengthFromSubnetMask() : Number(range)
  if (bits === null) throw new Error(`TWEETER_OUTGOING_ALLOW names a network with a mask that has holes: ${text}`)
  return [address, bits]
}

import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address as we compare and show it: an IPv4-mapped IPv6 address is the IPv4 one. */
export function normalAddress(address: string): string {
  if (isIPv4(address)) return address;
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

/** Whose an address is, for limits: an IPv4 address itself, of an IPv6 address the /64 that one customer has. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()
    : parsed.toString();
}

/** Whether the address is in one of the CIDR blocks; of an empty list, every address is. */
export function isWithin(address: string | undefined, cidrs: readonly string[]): boolean {
  if (cidrs.length === 0) return true;
  if (address === undefined || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return cidrs.some((cidr) => matches(parsed, ipaddr.parseCIDR(cidr)));
}

function matches(
  address: ipaddr.IPv4 | ipaddr.IPv6,
  [network, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number],
): boolean {
  return address.kind() === network.kind() && address.match([network, bits] as [ipaddr.IPv4, number]);
}

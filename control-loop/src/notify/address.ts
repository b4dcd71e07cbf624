import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

// A webhook's address comes from whoever may write a channel, and the request goes out from inside
// of the network: so it may only reach addresses of the public internet, unless the operator says.

type Range = ReturnType<typeof ipaddr.parseCIDR>;

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

export type Resolved =
  | { readonly kind: 'addresses'; readonly addresses: readonly Address[] }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export type Resolve = (host: string) => Promise<readonly Address[]>;

const byDns: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/** Ranges in CIDR notation, and what is wrong with those that are none. */
export function parseRanges(texts: readonly string[]): { ranges: Range[]; problems: string[] } {
  const valid = texts.filter((text) => ipaddr.isValidCIDR(text));
  const problems = texts
    .filter((text) => !ipaddr.isValidCIDR(text))
    .map((text) => `${text} is not a range of addresses such as 10.0.0.0/8`);
  return { ranges: valid.map((text) => ipaddr.parseCIDR(text)), problems };
}

/**
 * The addresses of a URL's host, asked once: whoever connects uses these, so a name that changes
 * its mind meanwhile changes nothing. Refused when any of them is neither public nor allowed.
 */
export async function resolveHost(
  url: URL,
  allowed: readonly Range[],
  resolve: Resolve = byDns,
): Promise<Resolved> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  let addresses: readonly Address[];
  try {
    const family = isIP(host);
    addresses = family ? [{ address: host, family: family === 6 ? 6 : 4 }] : await resolve(host);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { kind: 'unknown', reason: `${host} cannot be resolved (${code ?? message})` };
  }
  const inside = addresses.find(({ address }) => !mayReach(address, allowed));
  if (!inside) return { kind: 'addresses', addresses };
  const at = inside.address === host ? '' : ` (${host})`;
  const reason = `${inside.address}${at} is not a public address; an operator may allow its range by NUNCHI_WEBHOOK_ALLOW`;
  return { kind: 'refused', reason };
}

/** What is assigned for the public internet (RFC 4291); the rest of IPv6 has no owner, or holds IPv4. */
const PUBLIC_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Whether an address is public, by the registries of special-purpose addresses, or allowed. */
export function mayReach(address: string, allowed: readonly Range[]): boolean {
  // An IPv4 address that is written as an IPv6 one is the IPv4 address.
  const parsed = ipaddr.process(address);
  const assigned = parsed.kind() === 'ipv4' || parsed.match(PUBLIC_IPV6);
  if (assigned && parsed.range() === 'unicast') return true;
  return allowed.some((range) => range[0].kind() === parsed.kind() && parsed.match(range));
}

/** Who is at the other end of a connection. */
import ipaddr from 'ipaddr.js';
import type { Log } from './log.ts';
import type { Network } from './option-values.ts';

/** The client's address behind trusted proxies. */
export type AddressOf = (request: Request) => string;

/** Longest `X-Forwarded-For` that is read, in hops from the right. */
export const MAX_PROXY_HOPS = 16;

export interface ClientAddresses {
  /**
   * The client behind a peer: `X-Forwarded-For` is read from right to left for as long as the one
   * who wrote the entry is trusted, so that nobody can put another's address in front.
   */
  find(peer: string, forwardedFor: string | null): string;
}

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  // Some proxies add the port: 192.0.2.1:1234, [2001:db8::1]:1234
  const bare = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1');
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null;
}

/** Addresses behind the given proxies. Warns once when somebody else claims to be a proxy. */
export function openClientAddresses(trusted: readonly Network[], log: Log): ClientAddresses {
  let hasWarned = false;
  const isTrusted = (address: ipaddr.IPv4 | ipaddr.IPv6) =>
    trusted.some(([network, prefix]) =>
      address instanceof ipaddr.IPv4
        ? network instanceof ipaddr.IPv4 && address.match(network, prefix)
        : network instanceof ipaddr.IPv6 && address.match(network, prefix),
    );

  return {
    find(peer, forwardedFor) {
      // Nearly all requests: nothing to weigh, and nothing to take time over.
      if (forwardedFor === null && !peer.startsWith('::ffff:')) return peer;
      const parsed = parseAddress(peer);
      if (!parsed) return peer;
      let client = parsed;
      if (forwardedFor === null) return client.toString();
      if (!isTrusted(client)) {
        if (!hasWarned) {
          log.warn(
            'X-Forwarded-For came from an address that is not trusted and was ignored. If that is your proxy, add it to HEARTHBEAT_TRUSTED_PROXIES.',
            { peer: client.toString() },
          );
        }
        hasWarned = true;
        return client.toString();
      }
      for (const entry of forwardedFor.split(',').slice(-MAX_PROXY_HOPS).reverse()) {
        const hop = parseAddress(entry.trim());
        if (!hop) break;
        client = hop;
        if (!isTrusted(hop)) break;
      }
      return client.toString();
    },
  };
}

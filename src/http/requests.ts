/** What the server knows about a request besides the request: its id and where it came from. */
import type { AddressOf, ClientAddresses } from '../base/net.ts';

interface RequestFacts {
  /** Short and unguessable enough to quote in a bug report. */
  id: string;
  /** The client's address behind trusted proxies. */
  address: string;
}

export interface Requests {
  add(request: Request, facts: RequestFacts): void;
  find(request: Request): RequestFacts | null;
  /** For features that throttle or record where somebody signed in from. */
  addressOf: AddressOf;
  /** What to know about a request that has just arrived from `peer`. */
  recognise(request: Request, peer: string): RequestFacts;
}

const SANE_REQUEST_ID = /^[\w.:-]{8,64}$/;

export function openRequests(addresses: ClientAddresses): Requests {
  const known = new WeakMap<Request, RequestFacts>();
  return {
    add: (request, facts) => void known.set(request, facts),
    find: (request) => known.get(request) ?? null,
    addressOf: (request) => known.get(request)?.address ?? 'unknown',
    recognise(request, peer) {
      const given = request.headers.get('x-request-id');
      return {
        id: given && SANE_REQUEST_ID.test(given) ? given : crypto.randomUUID(),
        address: addresses.find(peer, request.headers.get('x-forwarded-for')),
      };
    },
  };
}

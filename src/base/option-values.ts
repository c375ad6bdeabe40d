/** What an option's text must look like. Each throws an error that says what the value must be. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A network in which a proxy may stand: address and prefix length. */
export type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

const HIGHEST_PORT = 65_535;

/** The port to listen on; 0 takes any free one. */
export function parsePort(text: string): number {
  if (text.startsWith('tcp://')) {
    throw new Error(
      'must be a number; Kubernetes sets this variable for a service of the same name: set enableServiceLinks to false, or the port with --port',
    );
  }
  if (!/^\d{1,5}$/.test(text) || Number(text) > HIGHEST_PORT) {
    throw new Error(`must be a whole number from 0 to ${HIGHEST_PORT}; 0 takes any free port`);
  }
  return Number(text);
}

/** On or off. */
export function parseSwitch(text: string): boolean {
  return parseOneOf('true', 'false')(text) === 'true';
}

/** The address to listen on. */
export function parseHost(text: string): string {
  const isName = /^(?!-)[a-z0-9.-]{1,253}$/i.test(text);
  if (!isIP(text) && !isName) {
    throw new Error('must be an address to listen on, such as 0.0.0.0, 127.0.0.1 or ::');
  }
  return text;
}

/** The paths that this server gives a meaning: below one of them a base path would be ambiguous. */
const RESERVED_PATH = /^\/(api|auth|healthz|readyz|users|v1|plugins)(\/|$)/;

/** The public address, as origin and path without a slash at the end. */
export function parseBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) {
    throw new Error(
      'must be an address such as https://code.example.org or https://example.org/hearthbeat',
    );
  }
  const path = url.pathname.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '');
  if (RESERVED_PATH.test(path)) {
    throw new Error(
      `must not have a path that begins with ${path.split('/', 2).join('/')}, which the server uses itself`,
    );
  }
  return url.origin + path;
}

/** Makes a parser for the address of another server; keeps the text as it is. */
export function parseServerUrl(protocols: readonly string[], example: string) {
  return (text: string): string => {
    if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
      throw new Error(`must be an address such as ${example}`);
    }
    return text;
  };
}

/** `10.0.0.0/8, 127.0.0.1` */
export function parseNetworks(text: string): Network[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  return names.map((name) => {
    try {
      const [address, prefix] = name.includes('/')
        ? ipaddr.parseCIDR(name)
        : ipaddr.parseCIDR(`${name}/${name.includes(':') ? 128 : 32}`);
      return [address, prefix];
    } catch {
      throw new Error(
        `must be addresses or networks separated by commas, such as 10.0.0.0/8, 127.0.0.1; ${JSON.stringify(name)} is neither`,
      );
    }
  });
}

/** Makes a parser for one of a few words, in any case. */
export function parseOneOf<const T extends string>(...words: readonly T[]) {
  return (text: string): T => {
    const word = words.find((candidate) => candidate === text.toLowerCase());
    if (!word) throw new Error(`must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
    return word;
  };
}

import { hashSecret } from './secrets.ts';

/** What wakatime-cli expects in front of a key; the same key without it is the same key. */
const PREFIX = 'waka_';
const UUID = /^(?:waka_)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;
/** CodeTrackr's keys: `ct_` and 64 hex digits; any long enough word passes, for its forks. */
const CODETRACKR = /^ct_[0-9A-Za-z_-]{16,128}$/;
/** Characters of a key that lists show, so that its owner knows which one it is. */
const SHOWN_CHARACTERS = 12;
/** No header that holds a key in any form is longer. */
const MAX_HEADER_CHARACTERS = 1_024;

/** One key: how its owner sees it, and how the database knows it. */
export interface ApiKey {
  /** The whole key, shown once. */
  text: string;
  /** The first characters, for lists. */
  prefix: string;
  /** SHA-256, hex: of the UUID without `waka_` in lower case, or of the whole `ct_…` key. */
  hash: string;
}

/** Reads a key in any form that clients send, or null when it cannot be one. */
export function parseApiKey(given: string): ApiKey | null {
  const key = given.trim();
  const uuid = UUID.exec(key)?.[1]?.toLowerCase();
  if (!uuid && !CODETRACKR.test(key)) return null;
  const text = uuid ? PREFIX + uuid : key;
  return { text, prefix: text.slice(0, SHOWN_CHARACTERS), hash: hashSecret(uuid ?? key) };
}

/** A fresh key. wakatime-cli refuses anything but a lower-case UUID of version 4 (spec 1.3). */
export function newApiKey(): ApiKey {
  const uuid = crypto.randomUUID();
  const text = PREFIX + uuid;
  return { text, prefix: text.slice(0, SHOWN_CHARACTERS), hash: hashSecret(uuid) };
}

function decodeBase64(text: string): string | null {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return null;
  }
}

/** The text itself, then what stands before and after its first colon (`user:key`, `key:`). */
function partsOf(text: string): string[] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
}

/**
 * The keys that an `Authorization` header may mean, likeliest first: Basic with `key`, `key:`,
 * `user:key` or `key:anything` in base64; Bearer with the key itself or its base64
 * (spec/wakatime 1.3). Null: the header has no form that we know.
 */
export function keysInAuthorization(header: string): ApiKey[] | null {
  if (header.length > MAX_HEADER_CHARACTERS) return null;
  const [, scheme, credentials] = /^(basic|bearer)\s+(\S+)\s*$/i.exec(header) ?? [];
  if (!scheme || !credentials) return null;
  const decoded = decodeBase64(credentials);
  const texts = scheme.toLowerCase() === 'bearer' ? [credentials] : [];
  if (decoded !== null) texts.push(...partsOf(decoded));
  if (texts.length === 0) return null;
  return texts.map(parseApiKey).filter((key) => key !== null);
}

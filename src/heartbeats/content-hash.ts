/** What tells two heartbeats of one instant apart, each as it was sent ('' when it was not). */
export interface Identity {
  type: string;
  entity: string;
  category: string;
  /** May be a placeholder: identity must not depend on what it resolves to. */
  project: string;
  branch: string;
  language: string;
  isWrite: boolean;
  claimedSeconds: number | null;
  editor: string;
  os: string;
  machine: string;
}

/**
 * The first 8 bytes of SHA-256 over the identity, big-endian and signed. Everything that a total
 * depends on is in it: if two heartbeats differed only in a field that were left out, the one that
 * arrived first would win, and numbers would depend on the order of arrival. Fields that no total
 * needs (lines, cursor, AI usage, plugin version) are not, so that a resend by a newer client is
 * still a duplicate. CodeTrackr's `file` and WakaTime's `entity` are the same field here.
 */
export function contentHash(identity: Identity): bigint {
  const fields = [
    identity.type || 'file',
    identity.entity,
    identity.category,
    identity.project,
    identity.branch,
    identity.language,
    identity.isWrite,
    identity.claimedSeconds,
    identity.editor,
    identity.os,
    identity.machine,
  ];
  return new Bun.CryptoHasher('sha256').update(JSON.stringify(fields)).digest().readBigInt64BE(0);
}

const KEY_BYTES = 8;
const KEY = /^[0-9a-f]{16}$/;

/** The hash as it stands in an export: 16 hex digits. */
export function toKey(hash: bigint): string {
  return BigInt.asUintN(KEY_BYTES * 8, hash)
    .toString(16)
    .padStart(KEY_BYTES * 2, '0');
}

/** The hash behind an export's `key`, or null when it is none. */
export function parseKey(value: unknown): bigint | null {
  if (typeof value !== 'string' || !KEY.test(value)) return null;
  return BigInt.asIntN(KEY_BYTES * 8, BigInt(`0x${value}`));
}

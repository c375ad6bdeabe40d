/**
 * Secrets that we make and hashes by which we know them again. The system's generator is used
 * directly, on purpose: a secret whose randomness can be swapped is not one.
 */

/** Bytes in a session's or link's secret: 256 bits. */
const SECRET_BYTES = 32;

/** A fresh secret, safe in URLs and cookies. */
export function newSecret(): string {
  return crypto.getRandomValues(new Uint8Array(SECRET_BYTES)).toBase64({
    alphabet: 'base64url',
    omitPadding: true,
  });
}

/**
 * SHA-256, hex: what is stored in place of a secret. Enough for secrets with full entropy;
 * passwords have none of that and go through `passwords.ts`.
 */
export function hashSecret(secret: string): string {
  return new Bun.CryptoHasher('sha256').update(secret).digest('hex');
}

/** The token of a setup or invite link, or null: it stands behind `#`, where no log sees it. */
export function readLinkToken(fragment: string): string | null {
  return new URLSearchParams(fragment).get('token') || null;
}

import type { KeyScope } from '../../wire.ts';

/** What a key may do, as the form offers it. */
export const SCOPES: readonly { value: KeyScope; label: string }[] = [
  { value: 'full', label: 'do everything' },
  { value: 'write', label: 'only send heartbeats' },
  { value: 'read', label: 'only read numbers' },
];

const DESCRIPTIONS: Record<KeyScope, string> = {
  full: 'full access',
  write: 'only sends',
  read: 'only reads',
};

export const describeScope = (scope: KeyScope): string => DESCRIPTIONS[scope];

import type { Static } from '@sinclair/typebox';
import type { ProfileFrame } from './report.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * What one kind of plugin may use: `memoryBytes` of one run's heap, code included; `stackBytes`;
 * `runLimitMs` of wall time, host calls included. `hostCalls` says whether a call of the host
 * gives a promise or stops the guest until the answer is there.
 */
export type SandboxProfile = Readonly<Static<typeof ProfileFrame>>;

/** The documented limits of `on_*` hooks and endpoints. */
export const LIFECYCLE_PROFILE: SandboxProfile = {
  memoryBytes: 16 * MIB,
  stackBytes: 512 * KIB,
  runLimitMs: 15_000,
  hostCalls: 'promises',
};

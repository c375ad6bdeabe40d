const KIB = 1024;
const MIB = 1024 * KIB;

/** What one kind of plugin may use. */
export interface SandboxProfile {
  /** Of one run's heap, code included. */
  memoryBytes: number;
  stackBytes: number;
  /** Wall time of one run, host calls included. */
  runLimitMs: number;
}

/** The documented limits of `on_*` hooks and endpoints. */
export const LIFECYCLE_PROFILE: SandboxProfile = {
  memoryBytes: 16 * MIB,
  stackBytes: 512 * KIB,
  runLimitMs: 15_000,
};

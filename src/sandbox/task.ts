import type { HostCall, Outcome } from './contract.ts';
import type { JobFrame } from './report.ts';

/** A job on its way through the pool. */
export interface Task {
  readonly key: string;
  readonly mayOverlap: boolean;
  readonly source: string;
  readonly job: Omit<JobFrame, 'run'>;
  readonly host: HostCall;
  /** By the pool's clock. */
  readonly queuedAt: number;
  /** Its child died under it once. */
  isRetried: boolean;
  end(outcome: Outcome): void;
}

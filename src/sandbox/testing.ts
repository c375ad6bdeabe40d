/** For tests of what runs plugins: a real sandbox, real children, and the shortest way to a run. */
import { silentLog } from '../base/log.ts';
import { systemClock } from '../base/time.ts';
import type { HostCall, Job, Outcome } from './contract.ts';
import { LIFECYCLE_PROFILE } from './profile.ts';
import { openSandbox, type SandboxOptions } from './sandbox.ts';

export const openTestSandbox = (options: Partial<SandboxOptions> = {}) =>
  openSandbox({ log: silentLog, clock: systemClock, profile: LIFECYCLE_PROFILE, ...options });

export const noHost: HostCall = (operation) => Promise.reject(new Error(`no ${operation} here`));

/** A run of `on_heartbeat` in `source`, unless `changes` say otherwise. */
export const toJob = (source: string, changes: Partial<Job> = {}): Job => ({
  key: 'plugin',
  source,
  call: { kind: 'hook', name: 'on_heartbeat' },
  context: { user_id: 'user', config: { base_url: 'http://here' } },
  argument: { project: 'p', language: 'Rust' },
  host: noHost,
  ...changes,
});

/** A job whose plugin is one hook with this body, `ctx` and `heartbeat` being its parameters. */
export const toHookJob = (body: string, changes: Partial<Job> = {}): Job =>
  toJob(`async function on_heartbeat(ctx, heartbeat) {\n${body}\n}`, changes);

/** What a run returned. Throws when it failed. */
export function resultOf(outcome: Outcome): unknown {
  if (!outcome.ok) throw new Error(`${outcome.error.kind}: ${outcome.error.message}`);
  return JSON.parse(outcome.json);
}

/** How a run failed. Throws when it did not. */
export function failureOf(outcome: Outcome) {
  if (outcome.ok) throw new Error(`it returned ${outcome.json}`);
  return outcome.error;
}

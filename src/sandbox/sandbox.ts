import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/time.ts';
import type { GuestError, Inspection, Job, Outcome, Sandbox } from './contract.ts';
import { failures } from './guest-error.ts';
import { ARGUMENT_BYTES, ARGUMENT_DEPTH, INSPECTION_LIMIT_MS, SOURCE_BYTES } from './limits.ts';
import { openPool, POOL_TUNING, type PoolTuning } from './pool.ts';
import type { SandboxProfile } from './profile.ts';
import type { Task } from './task.ts';

/** Plugins that run at the same time. */
const CHILDREN = 2;

export interface SandboxOptions {
  log: Log;
  clock: Clock;
  profile: SandboxProfile;
  /** Runs at the same time; one more process may wait as the spare. */
  children?: number;
  tuning?: Partial<PoolTuning>;
}

const CapabilitiesShape = Type.Object({
  hooks: Type.Array(Type.String()),
  endpoints: Type.Array(Type.String()),
});

/** What a script sees at its top level while it is only looked at. */
const INSPECTED_INPUT = JSON.stringify({
  context: { user_id: '', config: { base_url: '' } },
  argument: {},
});

const noHost = () => Promise.reject(new Error('There is no host.'));

/**
 * Opens the door to the processes in which plugins run. None is started before the first job;
 * when there has been one, a process is kept ready for the next.
 */
export function openSandbox(options: SandboxOptions): Sandbox {
  const { log, clock, profile, children = CHILDREN, tuning } = options;
  const pool = openPool({ log, clock, profile, children, tuning: { ...POOL_TUNING, ...tuning } });

  function refuse(error: GuestError): Outcome {
    const usage = { ms: 0, waitedMs: 0, hostCalls: 0 };
    return { ok: false, error, logs: [], droppedLogs: 0, usage };
  }

  function submit(
    source: string,
    task: Omit<Task, 'source' | 'queuedAt' | 'isRetried' | 'end' | 'job'> & {
      job: Omit<Task['job'], 'hash'>;
    },
  ): Promise<Outcome> {
    return new Promise((resolve) => {
      // Two texts must never be taken for one another: the hash has to be a cryptographic one.
      const hash = new Bun.CryptoHasher('sha256').update(source).digest('base64');
      const { job, ...rest } = task;
      pool.add({
        ...rest,
        source,
        job: { hash, ...job },
        queuedAt: clock(),
        isRetried: false,
        end: resolve,
      });
    });
  }

  async function run(given: Job): Promise<Outcome> {
    const { key, source, call, context, argument, host, mayOverlap = false } = given;
    if (isDeeper(argument, ARGUMENT_DEPTH)) return refuse(failures.beyond(TOO_DEEP));
    const input = JSON.stringify({ context, argument: argument ?? null });
    const problem = findProblem(source, input);
    if (problem !== null) return refuse(failures.beyond(problem));
    const limitMs = Math.min(given.limitMs ?? profile.runLimitMs, profile.runLimitMs);
    return submit(source, { key, mayOverlap, host, job: { call, input, limitMs } });
  }

  async function inspect(source: string): Promise<Inspection> {
    if (Buffer.byteLength(source) > SOURCE_BYTES) {
      return { ok: false, error: failures.beyond(TOO_LONG) };
    }
    const outcome = await submit(source, {
      key: `inspect ${Bun.hash(source)}`,
      mayOverlap: true,
      host: noHost,
      job: {
        call: { kind: 'inspect' },
        input: INSPECTED_INPUT,
        limitMs: Math.min(INSPECTION_LIMIT_MS, profile.runLimitMs),
      },
    });
    if (!outcome.ok) return { ok: false, error: outcome.error };
    const capabilities: unknown = JSON.parse(outcome.json);
    if (Value.Check(CapabilitiesShape, capabilities)) return { ok: true, capabilities };
    return { ok: false, error: failures.crashed('The sandbox did not understand this script.') };
  }

  return { run, inspect, statistics: pool.statistics, close: pool.close };
}

const TOO_DEEP = `What a run is given may have at most ${ARGUMENT_DEPTH} values within each other.`;

/** Asked before it is written as JSON, which blocks the server for seconds where it fails. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

const TOO_LONG = `A plugin may have at most ${SOURCE_BYTES} bytes.`;

function findProblem(source: string, input: string): string | null {
  if (Buffer.byteLength(source) > SOURCE_BYTES) return TOO_LONG;
  if (Buffer.byteLength(input) > ARGUMENT_BYTES) {
    return `What a run is given may have at most ${ARGUMENT_BYTES} bytes as JSON.`;
  }
  return null;
}

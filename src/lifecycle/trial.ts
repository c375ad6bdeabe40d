/** Runs of scripts that nobody has installed: the editor's and the command line's. No trace remains. */
import { type Clock, SECOND_MS } from '../base/time.ts';
import type { Job, Outcome, Sandbox } from '../sandbox/contract.ts';
import type { HeartbeatEvent } from './heartbeat-event.ts';
import { openHost, type Reach } from './host.ts';
import type { PluginKeySpaces, PluginKeys } from './plugin-keys.ts';
import { openDraftKeys } from './plugin-keys-draft.ts';
import { toContext } from './runner.ts';
import type { PluginSql } from './sql/plugin-sql.ts';

/** What `ctx.user_id` is when the script runs for nobody (spec/codetrackr 5). */
const NOBODY = '00000000-0000-0000-0000-000000000001';

/** Whose keys a script without a name sees. */
const UNNAMED = 'editor';

const SAMPLE = {
  project: 'my-project',
  language: 'Rust',
  file: 'src/main.rs',
  editor: 'VS Code',
  branch: 'main',
  os: 'Linux',
  machine: 'my-machine',
  duration: 30,
  commit: '',
  workspace_root: '',
  package_path: '',
  is_write: true,
};

export interface Trial {
  source: string;
  call: Job['call'];
  /** The request's body for an endpoint; for a hook, fields that replace those of its sample. */
  body?: unknown;
  /** The plugin whose keys it sees. */
  pluginName?: string | undefined;
}

export interface Trials {
  /** With the user's real data, of which nothing is changed; null: with no data at all. */
  run(userId: string | null, trial: Trial): Promise<Outcome>;
}

/** Keys of nobody: none. */
const noKeys: PluginKeys = {
  get: async () => null,
  set: async () => {},
  del: async () => {},
  incr: async () => 1,
};

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The documented sample heartbeat, as if it came now. */
export function toSampleHeartbeat(userId: string, now: number, given: unknown): HeartbeatEvent {
  const time = Math.floor(now / SECOND_MS);
  const sample = {
    ...SAMPLE,
    time,
    user_id: userId,
    duration_seconds: SAMPLE.duration,
    recorded_at: new Date(time * SECOND_MS).toISOString(),
  };
  return { ...sample, ...(isFields(given) ? given : {}) };
}

interface TrialsDependencies {
  sandbox: Pick<Sandbox, 'run'>;
  /** Null: there is no database to run against. */
  data: { sql: Pick<PluginSql, 'scope'>; keys: Pick<PluginKeySpaces, 'of'> } | null;
  clock: Clock;
  baseUrl: () => string;
}

export function openTrials({ sandbox, data, clock, baseUrl }: TrialsDependencies): Trials {
  function openReach(userId: string | null, pluginName: string): Reach {
    if (userId === null || data === null) {
      return {
        keys: openDraftKeys(noKeys),
        query: async () => {
          throw new Error('There is no database without a user: run it with --user NAME.');
        },
      };
    }
    const scope = data.sql.scope(userId, { rollback: true });
    return { query: scope.query, keys: openDraftKeys(data.keys.of(pluginName, userId)) };
  }

  function argumentOf(userId: string, { call, body }: Trial): unknown {
    if (call.kind === 'endpoint') return body ?? {};
    if (call.name === 'on_heartbeat') return toSampleHeartbeat(userId, clock(), body);
    return { scheduled_at: new Date(clock()).toISOString(), attempt: 1 };
  }

  return {
    run(userId, trial) {
      const id = userId ?? NOBODY;
      return sandbox.run({
        key: `trial ${id}`, // one at a time, and charged to whoever tries
        source: trial.source,
        call: trial.call,
        context: toContext(id, baseUrl()),
        argument: argumentOf(id, trial),
        host: openHost(openReach(userId, trial.pluginName ?? UNNAMED)),
      });
    },
  };
}

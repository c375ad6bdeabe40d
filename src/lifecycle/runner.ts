/** Runs installed plugins: who asks comes from the install, what came of it goes on record. */
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/time.ts';
import type { GuestError, Job, Outcome, Sandbox } from '../sandbox/contract.ts';
import { openHost } from './host.ts';
import type { PluginKeySpaces } from './plugin-keys.ts';
import { hookOf, type Runs } from './runs.ts';
import type { PluginSql } from './sql/plugin-sql.ts';
import { type Strikes, strikesOf } from './strikes.ts';
import type { RunnablePlugin, UserPlugins } from './user-plugins.ts';

export interface RunnerDependencies {
  sandbox: Sandbox;
  sql: Pick<PluginSql, 'query'>;
  keys: Pick<PluginKeySpaces, 'of'>;
  runs: Runs;
  strikes: Strikes;
  plugins: Pick<UserPlugins, 'forget'>;
  clock: Clock;
  log: Log;
  /** Where people reach this instance; no slash at the end. */
  baseUrl: () => string;
}

export interface Runner {
  /** Runs one call of a plugin for the user who installed it. */
  run(plugin: RunnablePlugin, call: Job['call'], argument?: unknown): Promise<Outcome>;
}

/** What `ctx` holds besides its functions. */
export const toContext = (userId: string, baseUrl: string) => ({
  user_id: userId,
  config: { base_url: baseUrl },
});

/**
 * The call as the records have it: endpoints that nobody knew of when the plugin was published share one
 * name there, as callers could make up more than anybody wants to keep.
 */
function toRecorded(plugin: RunnablePlugin, call: Job['call']): Job['call'] {
  if (call.kind === 'hook' || plugin.endpoints.includes(call.name)) return call;
  return { kind: 'endpoint', name: '*' };
}

export function openRunner(dependencies: RunnerDependencies): Runner {
  const { sandbox, sql, keys, runs, strikes, plugins, clock, baseUrl } = dependencies;

  function tell(plugin: RunnablePlugin, call: Job['call'], outcome: Outcome): void {
    const log = dependencies.log.with({
      plugin: plugin.name,
      userId: plugin.userId,
      hook: hookOf(call),
    });
    // At debug: what plugins say is theirs to say, and must not fill an operator's disk.
    for (const { level, text } of outcome.logs) log.debug('plugin said', { level, text });
    if (outcome.ok) return;
    const { kind, message, line } = outcome.error;
    log.debug('plugin failed', { kind, reason: message, line });
  }

  /** An endpoint that throws tells its caller; only what it costs others counts. */
  function strikesWith(call: Job['call'], { kind }: GuestError): boolean {
    return call.kind === 'hook' ? strikesOf(kind) > 0 : strikesOf(kind) > 1;
  }

  async function judge(plugin: RunnablePlugin, call: Job['call'], outcome: Outcome): Promise<void> {
    const { userId, pluginId, name } = plugin;
    if (outcome.ok) {
      if (plugin.strikes === 0) return;
      await strikes.clear(plugin);
    } else {
      if (!strikesWith(call, outcome.error)) return;
      const reason = await strikes.add(plugin, outcome.error);
      if (reason !== null) {
        dependencies.log.warn('a plugin was disabled', { plugin: name, userId, pluginId, reason });
      }
    }
    plugins.forget(userId);
  }

  return {
    async run(plugin, call, argument) {
      const { userId, pluginId, name, script } = plugin;
      const startedAt = clock();
      const outcome = await sandbox.run({
        key: pluginId,
        source: script,
        call,
        context: toContext(userId, baseUrl()),
        argument,
        host: openHost({
          query: (text, parameters) => sql.query(userId, text, parameters),
          keys: keys.of(name, userId),
        }),
        // Lanes keep the order of what has one. What had to be stopped takes one child at most.
        mayOverlap: plugin.strikes === 0,
      });
      const isOurs = !outcome.ok && ['busy', 'no_handler'].includes(outcome.error.kind);
      const recorded = toRecorded(plugin, call);
      if (!isOurs) runs.add(plugin, recorded, startedAt, outcome);
      tell(plugin, recorded, outcome);
      await judge(plugin, call, outcome).catch((error) =>
        dependencies.log.warn('a plugin was not judged', { reason: messageOf(error) }),
      );
      return outcome;
    },
  };
}
